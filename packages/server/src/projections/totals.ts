import type { StoredTransfer } from "@farthing/ledger";

/** An account's four running totals, as the ledger keeps them. */
export interface Totals {
  readonly debitsPending: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPending: bigint;
  readonly creditsPosted: bigint;
}

/** Of an account that nothing touched yet. */
export const noTotals: Totals = {
  debitsPending: 0n,
  debitsPosted: 0n,
  creditsPending: 0n,
  creditsPosted: 0n,
};

/** The totals after `transfer` touched the account on `side`; `released`: of the hold that it ends, else 0. */
export function afterTransfer(
  totals: Totals,
  of: {
    readonly transfer: Pick<StoredTransfer, "kind" | "amount">;
    readonly side: "debit" | "credit";
    readonly released: bigint;
  },
): Totals {
  const { kind, amount } = of.transfer;
  const pending = (kind === "pending" ? amount : 0n) - of.released;
  const posted = kind === "plain" || kind === "posted" ? amount : 0n;
  return of.side === "debit"
    ? {
        ...totals,
        debitsPending: totals.debitsPending + pending,
        debitsPosted: totals.debitsPosted + posted,
      }
    : {
        ...totals,
        creditsPending: totals.creditsPending + pending,
        creditsPosted: totals.creditsPosted + posted,
      };
}

/** What the account has: credits less debits, below zero for one that owes. Holds are not in it. */
export function balanceOfTotals({ creditsPosted, debitsPosted }: Totals): bigint {
  return creditsPosted - debitsPosted;
}
