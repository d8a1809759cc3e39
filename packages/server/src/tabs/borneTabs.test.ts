import { day } from "@farthing/core";
import type { Balance, MerchantBills } from "@farthing/protocol";
import { defaultPolicy } from "@farthing/risk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { get } from "../payments/person.testing.ts";
import { asMerchant } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { ageTabs } from "./ageTabs.ts";
import { newGuestPerson, owingGuest } from "./tabStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock, config: { trustProxy: true } });
  stage = audited.stage;
  const guestTabs = { ...defaultPolicy.guestTabs, borneBasisPoints: 2_500 };
  stage.deps.policies.add({ ...defaultPolicy, guestTabs });
}, 60_000);
afterAll(async () => expect(await audited.close()).toEqual([]));

const offer = newPages(() => stage);
/** What was sold is in the list that the duty reads. */
const listed = () => stage.deps.projection.reached(stage.deps.ledger.head().seq, 10_000);
const play = (amount: number) => ({ amount: String(amount), asset: "PLAY/6" });

test("a quarter of what nobody paid is the operator's: in the ledger, on the board, and in the merchant's sums", async () => {
  await owingGuest(stage, { times: 2, offer, guest: newGuestPerson() });
  await listed();
  clock.turned += 31 * day;
  const moved = await movedBy(stage, () => ageTabs(stage.deps));
  expect(moved).toEqual({ tab: 100_000n, uns: -100_000n, los: -25_000n, mer: 25_000n });
  await listed();

  const authorization = `Bearer ${stage.deps.keys.operatorKey}`;
  const { body } = await get<Balance>(stage, "/v1/operator/balance?days=40", { authorization });
  const lost = { tabLost: play(100_000), tabBorne: play(25_000) };
  const none = { tabLost: play(0), tabBorne: play(0) };
  expect(body.all).toMatchObject(lost);
  // On the day that it was sold, at its price, at its merchant: and nowhere else.
  const sold = body.days.filter(({ tabLost }) => tabLost.amount !== "0");
  expect(sold).toMatchObject([{ ...lost, payments: 2 }]);
  expect(body.days[0]).toMatchObject(none);
  expect(body.merchants).toMatchObject([{ merchant: stage.merchant.id, ...lost }]);
  expect(body.tiers.filter(({ tabLost }) => tabLost.amount !== "0")).toMatchObject([lost]);

  const bills = await get<MerchantBills>(stage, "/v1/merchant/bills", asMerchant(stage));
  expect(bills.body).toMatchObject({
    agedOut: { count: 2, amount: play(100_000) },
    borne: play(25_000),
  });
});

test("a share of less than the smallest unit is the merchant's loss", async () => {
  const price = { amount: 3n };
  await owingGuest(stage, { times: 1, offer: () => offer(price), guest: newGuestPerson() });
  await listed();
  clock.turned += 31 * day;
  const moved = await movedBy(stage, () => ageTabs(stage.deps));
  expect(moved).toEqual({ tab: 3n, uns: -3n });
});
