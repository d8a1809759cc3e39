import { assert } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { amountAll, transferFlags } from "../flags.ts";
import type { AccountBalance } from "../ledger.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * Ends an account: what it has goes to `rest`, then it takes no transfer any more (`debit_account_already_closed`,
 * `credit_account_already_closed`); holds on it may still be released. The second transfer is the closing one: `release`
 * of its id opens the account again. An account that owes is not closed: nothing could fill it any more.
 *
 * @example closeAccount(account, { rest: payable })
 */
export function closeAccount(
  account: Pick<AccountBalance, "id" | "asset" | "creditsPosted" | "debitsPosted">,
  { rest }: { readonly rest: bigint },
): TransferInput[] {
  const { id: debit, asset, creditsPosted, debitsPosted } = account;
  assert(creditsPosted >= debitsPosted, "an account that owes is not closed");
  const leg = { debit, credit: rest, asset, code: transferCodes.closing };
  const { balancingDebit, pending, closingDebit } = transferFlags;
  return [
    { ...leg, amount: amountAll, flags: balancingDebit },
    { ...leg, flags: pending | closingDebit },
  ];
}
