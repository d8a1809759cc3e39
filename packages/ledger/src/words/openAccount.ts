import type { Asset } from "@farthing/core";
import type { AccountOpening } from "../entry.ts";
import { accountFlags } from "../flags.ts";

/** What an account is for. */
export type AccountKind =
  | "payer"
  | "merchant"
  | "fees"
  | "rail"
  | "payable"
  | "liquidity"
  | "tab"
  | "unsettled"
  | "tabLosses"
  | "reportLosses";

const { creditsMustNotExceedDebits, debitsMustNotExceedCredits, history } = accountFlags;
const noOverdraft = debitsMustNotExceedCredits | history;

/**
 * Each kind's code, one number for ever, and what it promises, also for ever: an account that exists with other flags
 * refuses the entry. Every kind has a statement but the rail, whose own statement is outside. A merchant has no floor: a refund after a payout may
 * leave it below zero (a receivable). A rail stands for money outside, so it is below zero as long as any is in here.
 * A tab can only owe: nobody pays more onto it than is on it. What was sold on tabs waits in `unsettled`, one account for each
 * merchant, until it is paid or aged out; `tabLosses` is what the operator bore of the latter, and
 * `reportLosses` what it bore of refunds by report that were not the merchant's fault.
 */
export const accountKinds: Record<AccountKind, { readonly code: number; readonly flags: number }> =
  {
    payer: { code: 1, flags: noOverdraft },
    merchant: { code: 2, flags: history },
    fees: { code: 3, flags: history },
    rail: { code: 4, flags: 0 },
    payable: { code: 5, flags: noOverdraft },
    liquidity: { code: 6, flags: noOverdraft },
    tab: { code: 7, flags: creditsMustNotExceedDebits | history },
    unsettled: { code: 8, flags: noOverdraft },
    tabLosses: { code: 9, flags: history },
    reportLosses: { code: 10, flags: history },
  };

/**
 * The opening of an account of that kind; one that exists with the same facts is fine.
 *
 * @example openAccount("payer", { id, asset: "PLAY/6" })
 */
export function openAccount(
  kind: AccountKind,
  { id, asset }: { readonly id: bigint; readonly asset: Asset },
): AccountOpening {
  return { id, asset, ...accountKinds[kind] };
}
