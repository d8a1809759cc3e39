import { accountFlags } from "../flags.ts";
import type { FullAccount } from "../fullEntry.ts";
import type { AnswerStatus } from "../status.ts";
import type { Account, Books, Refusal } from "./state.ts";

function difference(account: Account, opening: FullAccount): AnswerStatus | null {
  if ((account.flags & ~accountFlags.closed) !== opening.flags) {
    return "account_exists_with_different_flags";
  }
  if (account.userData128 !== opening.userData128) {
    return "account_exists_with_different_user_data_128";
  }
  if (account.userData64 !== opening.userData64) {
    return "account_exists_with_different_user_data_64";
  }
  if (account.userData32 !== opening.userData32) {
    return "account_exists_with_different_user_data_32";
  }
  if (account.asset !== opening.asset) return "account_exists_with_different_ledger";
  return account.code === opening.code ? null : "account_exists_with_different_code";
}

function newAccount(opening: FullAccount, timestamp: bigint): Account {
  const { id, asset, code, flags, userData128, userData64, userData32 } = opening;
  return {
    id,
    asset,
    code,
    flags,
    userData128,
    userData64,
    userData32,
    timestamp,
    debitsPending: 0n,
    debitsPosted: 0n,
    creditsPending: 0n,
    creditsPosted: 0n,
    handle: null,
    mark: 0,
  };
}

/** Opens what is missing, the first at engine time `first`; what exists must have the same facts. */
export function openAccounts(
  books: Books,
  openings: readonly FullAccount[],
  first: bigint,
): Refusal | null {
  for (const [index, opening] of openings.entries()) {
    const account = books.accounts.get(opening.id);
    if (account === undefined) {
      books.accounts.insert(newAccount(opening, first + BigInt(index)));
      continue;
    }
    const status = difference(account, opening);
    if (status !== null) return { status, at: { part: "account", index, key: opening.id } };
  }
  return null;
}
