import type { Asset } from "@farthing/core";
import type { AccountBalance } from "../ledger.ts";
import { accountKinds } from "./openAccount.ts";

/** What one merchant owes the operator. */
export interface Receivable {
  readonly account: bigint;
  readonly asset: Asset;
  readonly owed: bigint;
}

/**
 * The merchants among `accounts` that are below zero, and by how much: they gave back more than was left after a payout.
 * Their next sales fill it before anything matures.
 *
 * @example receivables(ledger.lookupAccounts(ids).filter((account) => account !== null))
 */
export function receivables(
  accounts: readonly Pick<
    AccountBalance,
    "id" | "asset" | "code" | "creditsPosted" | "debitsPosted"
  >[],
): Receivable[] {
  return accounts.flatMap(({ id, asset, code, creditsPosted, debitsPosted }) => {
    const owed = debitsPosted - creditsPosted;
    return code === accountKinds.merchant.code && owed > 0n ? [{ account: id, asset, owed }] : [];
  });
}
