import { day } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blockMerchant, unblockMerchant } from "../blocks/blockMerchant.ts";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { sendUndo } from "../payments/person.testing.ts";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { ageTabs } from "./ageTabs.ts";
import { shareSettled } from "./shareSettled.ts";
import {
  billOf,
  bought,
  buyLater,
  click,
  type Guest,
  newGuestPerson,
  openFor,
  owingGuest,
  payByRail,
  pressLater,
} from "./tabStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();

beforeAll(async () => {
  audited = await openAudited({ clock, config: { trustProxy: true } });
  stage = audited.stage;
}, 60_000);
afterAll(async () => expect(await audited.close()).toEqual([]));

const offer = newPages(() => stage);
const why = "Sells what it does not have.";
const block = (merchant: string) => blockMerchant(stage.deps, { merchant, why });
const unblock = (merchant: string) => unblockMerchant(stage.deps, { merchant, why });

/** A guest who owes so many times 0.05. */
const owing = (times: number, guest = newGuestPerson()): Promise<Guest> =>
  owingGuest(stage, { times, offer, guest });

test("nothing more goes on a bill for it; what is on it goes back, or is paid, with another's", async () => {
  const guest = await owing(3);
  const neighbour = await addNeighbour(stage);
  const { apiKey, origin } = neighbour;
  const own = guest.key;
  guest.key = newGuestPerson().key;
  const theirs = await offer({ apiKey, origin });
  const { grant } = await openFor(stage, guest, { offer: theirs, parent: origin });
  expect(bought(await pressLater(stage, guest, grant))).toBe("captured");
  guest.key = own;
  const [first, second] = (await billOf(stage, guest)).items.map(({ payment }) => payment);
  await block(stage.merchant.id);
  await block(neighbour.id);
  expect((await click(stage, guest, await offer())).body).toMatchObject({
    kind: "declined",
    reason: "merchant-blocked",
  });
  expect(bought(await buyLater(stage, newGuestPerson(), { offer: await offer() }))).toBe(
    "merchant-blocked",
  );
  const undone = await movedBy(stage, () => sendUndo(stage, guest, second ?? ""));
  expect(undone).toEqual({ tab: 50_000n, uns: -50_000n });
  const back = await movedBy(stage, () => sendRefund(stage, { payment: first ?? "" }));
  expect(back).toEqual({ tab: 50_000n, uns: -50_000n });
  // Both are blocked: each gets its part later, through its block.
  const paid = await movedBy(stage, () => payByRail(stage, guest, 100_000n));
  expect(paid).toEqual({ rai: -100_000n, tab: 100_000n });
  await stage.deps.projection.reached(stage.deps.ledger.head().seq, 10_000);
  clock.turned += day;
  const shared = await movedBy(stage, async () => {
    expect(await shareSettled(stage.deps)).toBe(2);
  });
  expect(shared).toMatchObject({ ope: 5_000n, uns: -50_000n });
  expect((await click(stage, guest, await offer())).body).toMatchObject({
    reason: "merchant-blocked",
  });
  await unblock(stage.merchant.id);
  expect((await click(stage, guest, await offer())).body).toMatchObject({ kind: "captured" });
  await unblock(neighbour.id);
});

test("what nobody paid is written off all the same", async () => {
  const guest = await owing(1);
  await block(stage.merchant.id);
  clock.turned += 31 * day;
  expect(await ageTabs(stage.deps)).toBeGreaterThanOrEqual(1);
  expect((await billOf(stage, guest)).items).toEqual([]);
  await unblock(stage.merchant.id);
});
