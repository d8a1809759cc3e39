import { assert, type Asset, day, hour, idToUint } from "@farthing/core";
import { ageOut, borneOf, type Entry, openAccount, type StoredEntry } from "@farthing/ledger";
import { aroundBlock } from "../blocks/aroundBlock.ts";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { paymentAccounts, tabAccounts } from "../payments/enrolment.ts";
import { accountId, givenBackKey, tabKeys, tabSaleKey } from "../payments/keys.ts";
import { type PaymentMemo, readPaymentMemo, type RefundMemo } from "../payments/memo.ts";
import { returnEntry } from "../payments/returnEntry.ts";
import { refundId, returnOf } from "../payments/returnOf.ts";
import { timeNow } from "../holds/timeNow.ts";
import { overtaken } from "../refunds/refund.ts";
import { agedOut } from "./agedOut.ts";
import { saleOnTab, tabGives } from "./saleOnTab.ts";
import { tabRules } from "./tabUse.ts";

const batchMax = 100;

/** Looks each hour for what stayed on a bill too long. */
export function startAging(deps: Deps): Duty {
  return startDuty(deps, {
    name: "bills",
    everyMs: hour,
    work: async (stopped) => void (await ageTabs(deps, stopped)),
  });
}

/**
 * Writes off what nobody paid in the policy's time: the sale is undone at the merchant's loss, or in part at the operator's,
 * and nothing more goes on that guest's bill. One that fails keeps none of the others waiting. Answers with how many went.
 */
export async function ageTabs(deps: Deps, stopped: () => boolean = () => false): Promise<number> {
  const before = deps.clock.now() - tabRules(deps).ageDays * day;
  let done = 0;
  for (let after = -1n; ;) {
    const due = await dueSales(deps, before, after);
    for (const { payment } of due) {
      if (stopped()) return done;
      if (await ageOne(deps, payment)) done += 1;
    }
    const last = due.at(-1);
    if (last === undefined || due.length < batchMax) return done;
    after = last.seq;
  }
}

function dueSales({ store }: Deps, before: number, after: bigint) {
  return store
    .selectFrom("tab_sales")
    .select(["payment", "seq"])
    .where("state", "=", "unpaid")
    .where("at", "<=", before)
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(batchMax)
    .execute();
}

async function ageOne(deps: Deps, payment: string): Promise<boolean> {
  try {
    const entry = deps.ledger.lookupEntry(idToUint("payment", payment));
    assert(entry?.status === "created", "what was sold is in the journal");
    const memo = readPaymentMemo(entry.memo);
    // The projection may be behind: paid or given back a moment ago.
    if (saleOnTab(deps, { entry, memo })?.state !== "unpaid") return false;
    return await writeOff(deps, { entry, memo, payment });
  } catch (error) {
    deps.logger.error({ err: error, payment }, "an unpaid sale was not written off");
    return false;
  }
}

interface Sale {
  readonly entry: StoredEntry;
  readonly memo: PaymentMemo;
  readonly payment: string;
}

async function writeOff(deps: Deps, sale: Sale): Promise<boolean> {
  const entry = aroundBlock(deps, [sale.memo.merchant], await writeOffEntry(deps, sale));
  const { status } = await deps.ledger.submitEntry(entry);
  assert(status === "created" || overtaken.has(status), `an unpaid sale is written off: ${status}`);
  return status === "created";
}

async function writeOffEntry(deps: Deps, { entry, memo, payment }: Sale): Promise<Entry> {
  const { payer: guest, merchant } = memo;
  const asset = memo.asset as Asset;
  const amount = BigInt(memo.amount);
  const borne = borneOf(amount, tabRules(deps).borneBasisPoints);
  const written: RefundMemo = {
    v: 1,
    kind: "refund",
    payer: guest,
    merchant,
    payment,
    amount: memo.amount,
    asset,
    reason: agedOut,
    ...(borne === 0n ? {} : { borne: borne.toString() }),
  };
  const id = refundId(entry, memo, returnOf(deps, entry).place);
  const key = givenBackKey(payment);
  const losses = accountId("operator:tab-losses", "");
  const tab = tabAccounts(guest, merchant);
  const own = paymentAccounts(guest, merchant).merchant;
  return {
    ...(await returnEntry(deps, { payment: entry, paid: memo, id, memo: written, isAll: true })),
    time: timeNow(deps),
    accounts:
      borne === 0n
        ? []
        : [
            openAccount("tabLosses", { id: losses, asset }),
            openAccount("merchant", { id: own, asset }),
          ],
    transfers: ageOut({
      tab: tab.payer,
      unsettled: tab.merchant,
      merchant: own,
      losses,
      amount,
      borne,
      asset,
    }),
    limits: [
      { key, set: { kind: "sum", max: amount } },
      { key: tabKeys(guest).owed, close: true },
    ],
    uses: [{ key, amount }],
    gives: tabGives(entry, guest),
    claims: [tabSaleKey(payment)],
  };
}
