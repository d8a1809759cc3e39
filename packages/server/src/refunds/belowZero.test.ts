import { randomBytes } from "node:crypto";
import { idToUint } from "@farthing/core";
import { accountKinds, deriveEntryId, receivables } from "@farthing/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages } from "../grants/grantStage.testing.ts";
import { type AuditedServer, balances, openAudited } from "../payments/books.testing.ts";
import { accountId } from "../payments/keys.ts";
import {
  clickBody,
  get,
  newPerson,
  payOnPage,
  type Person,
  send,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { asMerchant, refundWord, sendReport } from "./refundStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 1n }) });
});
// Nothing pays out yet: the entry below is made by hand, tells nothing of itself, and is what an audit names.
afterAll(async () =>
  expect(await audited.close()).toEqual(["not ok", expect.stringContaining("says nothing")]),
);

const fresh = newPages(() => stage);

async function pay(): Promise<string> {
  const { body } = await send(stage, clickBody(stage, anna, { offer: await fresh() }));
  if (body.kind !== "captured") throw new Error(body.kind);
  return body.payment;
}

const merchant = () => accountId("merchant", stage.merchant.id);
const balance = async () => (await balances(stage)).get(stage.merchant.id) ?? 0n;

/** All that the merchant has leaves for a bank, as a rail to one will do it. */
async function leaveWithAll(): Promise<void> {
  const { clock, ledger, config } = stage.deps;
  const time = clock.now();
  const id = deriveEntryId({
    time,
    payer: idToUint("merchant", stage.merchant.id),
    key: randomBytes(16),
    leg: 0,
  });
  const rail = accountId("rail:sandbox", "");
  const { asset } = config;
  const amount = await balance();
  const { status } = await ledger.submitEntry({
    id,
    time,
    accounts: [{ id: rail, asset, ...accountKinds.rail }],
    transfers: [{ debit: merchant(), credit: rail, amount, asset, code: 9 }],
    commitment: randomBytes(32),
  });
  expect(status).toBe("created");
}

test("after a payout a refund and a report take the merchant below zero: the payer has it all, and the next sales fill it up", async () => {
  const [first, second] = [await pay(), await pay()];
  await leaveWithAll();
  expect(await balance()).toBe(0n);
  expect(await refundWord(stage, { payment: first })).toBe("refunded");
  const { body } = await sendReport(stage, anna, { payment: second, reason: "not-received" });
  expect(body.status).toBe("refunded");
  expect(await balance()).toBe(-95_000n);
  const [account] = stage.deps.ledger.lookupAccounts([merchant()]);
  expect(receivables(account ? [account] : [])).toEqual([
    { account: merchant(), asset: stage.deps.config.asset, owed: 95_000n },
  ]);
  const statement = await get<{ closing: { amount: string } }>(
    stage,
    "/v1/statement?zone=UTC",
    asMerchant(stage),
  );
  expect(statement.body.closing.amount).toBe("-95000");
  await pay();
  await pay();
  await pay();
  expect(await balance()).toBe(47_500n);
  expect(await refundWord(stage, { payment: first, reason: "not-me" })).toBe("already-refunded");
  expect(await balance()).toBe(47_500n);
});
