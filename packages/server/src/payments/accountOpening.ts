import type { Asset } from "@farthing/core";
import { accountFlags, type AccountOpening } from "@farthing/ledger";
import { accountCodes, type AccountKind } from "./keys.ts";

const { debitsMustNotExceedCredits, history } = accountFlags;

/** What the accounts of each kind promise, for ever: an account that exists with other flags refuses the entry. */
const flagsOf: Record<AccountKind, number> = {
  payer: debitsMustNotExceedCredits | history,
  merchant: history,
  "operator:fees": history,
  // The other side of play money: nobody reads its statement.
  "rail:sandbox": 0,
};

/** Opens the account `id` of that kind, if it is missing. */
export function accountOpening(kind: AccountKind, id: bigint, asset: Asset): AccountOpening {
  return { id, asset, code: accountCodes[kind], flags: flagsOf[kind] };
}
