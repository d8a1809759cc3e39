import { afterAll, beforeAll, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { newFrameKey } from "../payments/person.testing.ts";
import { asMerchant } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { buyLater, newGuestPerson, openFor, pressLater } from "./tabStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ clock: newTurnedClock(), config: { trustProxy: true } });
  stage = audited.stage;
}, 60_000);
afterAll(async () => expect(await audited.close()).toEqual([]));

const offer = newPages(() => stage);

test("above its merchant's line nothing goes on a bill, also where the price alone asks for a passkey already: the page offers nothing, and a handmade press gets nothing", async () => {
  const { apiKey, origin } = await addNeighbour(stage);
  const guest = newGuestPerson();
  await buyLater(stage, guest, { offer: await offer() });
  const headers = { ...asMerchant(stage, apiKey), "content-type": "application/json" };
  const askAbove = { amount: "10000", asset: "PLAY/6" };
  const patch = { method: "PATCH", headers, body: JSON.stringify({ askAbove }) };
  expect((await stage.fetch("/v1/merchant/settings", patch)).status).toBe(200);
  const page = await offer({ apiKey, origin, amount: 50_000n });
  guest.key = newFrameKey();
  const { grant, payLater } = await openFor(stage, guest, { offer: page, parent: origin });
  expect(payLater?.state).toBe("due");
  expect((await pressLater(stage, guest, grant)).code).toBe("pay-later-unavailable");
});
