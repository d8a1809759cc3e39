import { assert } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { accountId, reportKeys } from "../payments/keys.ts";
import { returnOf } from "../payments/returnOf.ts";
import type { Paid } from "../refunds/refund.ts";
import { saleOnTab } from "../tabs/saleOnTab.ts";

/** The refund that a report brought about at once; null: none did. */
export function refundAtOnce(
  deps: Pick<Deps, "ledger">,
  { entry, memo }: Paid,
): StoredEntry | null {
  // Only a report's refund counts against the limits on reports.
  const { count } = reportKeys(memo.payer);
  const { pieces } = returnOf(deps, entry);
  return pieces.find((piece) => piece.entry.uses.some(({ key }) => key === count))?.entry ?? null;
}

/**
 * What a merchant lost by the refund that a report brought about at once: the price less the fee, of what was left then. Null:
 * nothing went back at once, or nobody had paid for it yet, so that the merchant had nothing to lose.
 */
export function lostAtOnce(deps: Pick<Deps, "ledger">, paid: Paid): bigint | null {
  const refund = refundAtOnce(deps, paid);
  if (refund === null || saleOnTab(deps, paid)?.state === "over") return null;
  const account = accountId("merchant", paid.memo.merchant);
  const plain = refund.transfers.filter(({ kind }) => kind === "plain");
  const lost = plain.reduce((sum, { debit, credit, amount }) => {
    if (debit === account) return sum + amount;
    return credit === account ? sum - amount : sum;
  }, 0n);
  assert(lost > 0n, "a merchant that was paid lost something");
  return lost;
}

/** Whose limits on reports a payment counts against: whoever bought it, and the wallet that paid the bill it was on. */
export function reportersOf(deps: Pick<Deps, "ledger">, paid: Paid): readonly string[] {
  const sale = saleOnTab(deps, paid);
  const by = sale?.state === "paid" && sale.by !== null ? [sale.by] : [];
  return [paid.memo.payer, ...by];
}
