import type { AccountOpening } from "../entry.ts";
import { accountFlags } from "../entry.ts";
import type { EntryStatus } from "../status.ts";
import type { Account, Books, Refusal } from "./state.ts";

function difference(account: Account, opening: AccountOpening): EntryStatus | null {
  if (account.asset !== opening.asset) return "account_exists_with_different_asset";
  if (account.code !== opening.code) return "account_exists_with_different_code";
  if ((account.flags & ~accountFlags.closed) !== (opening.flags ?? 0)) {
    return "account_exists_with_different_flags";
  }
  return null;
}

function newAccount(opening: AccountOpening): Account {
  return {
    id: opening.id,
    asset: opening.asset,
    code: opening.code,
    flags: opening.flags ?? 0,
    debitsPending: 0n,
    debitsPosted: 0n,
    creditsPending: 0n,
    creditsPosted: 0n,
    handle: null,
  };
}

/** Opens what is missing; what exists must have the same facts. */
export function openAccounts(books: Books, openings: readonly AccountOpening[]): Refusal | null {
  for (const [index, opening] of openings.entries()) {
    const account = books.accounts.get(opening.id);
    if (account === undefined) {
      books.accounts.insert(newAccount(opening));
      continue;
    }
    const status = difference(account, opening);
    if (status !== null) return { status, at: { part: "account", index, key: opening.id } };
  }
  return null;
}
