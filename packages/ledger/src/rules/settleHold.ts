import { assert } from "@farthing/core";
import { accountFlags, type TransferRef } from "../entry.ts";
import type { EntryStatus } from "../status.ts";
import type { MoveFailure } from "./moveMoney.ts";
import type { Account, Books, Hold } from "./state.ts";

export type Settling =
  | { readonly as: "posted"; readonly ref: TransferRef; readonly amount: bigint | null }
  | { readonly as: "voided" | "expired"; readonly ref: TransferRef };

const settledBefore: Record<Exclude<Hold["status"], "pending">, EntryStatus> = {
  posted: "pending_transfer_already_posted",
  voided: "pending_transfer_already_voided",
  expired: "pending_transfer_expired",
};

function refuse(hold: Hold, settling: Settling, now: bigint): EntryStatus | null {
  if (settling.as === "posted" && (settling.amount ?? 0n) > hold.amount) {
    return "exceeds_pending_transfer_amount";
  }
  if (hold.status !== "pending") return settledBefore[hold.status];
  // By the engine's time, even when the expiry batch has not run yet (TigerBeetle does the same).
  const over = hold.expiresAt !== null && hold.expiresAt <= now;
  if (settling.as === "expired") return over ? null : "pending_transfer_not_expired";
  return over ? "pending_transfer_expired" : null;
}

function account(books: Books, id: bigint): Account {
  const found = books.accounts.get(id);
  assert(found !== undefined, "the accounts of a hold are loaded with it");
  return found;
}

function reopen(hold: Hold, debit: Account, credit: Account): void {
  if (hold.closes === "debit") debit.flags &= ~accountFlags.closed;
  if (hold.closes === "credit") credit.flags &= ~accountFlags.closed;
}

/** Posts, voids or expires a hold. Answers the amount that moved, or why nothing did. */
export function settleHold(books: Books, settling: Settling, now: bigint): bigint | MoveFailure {
  const hold = books.holds.get((settling.ref.entry << 8n) | BigInt(settling.ref.index));
  if (hold === undefined) return { status: "pending_transfer_not_found" };
  const status = refuse(hold, settling, now);
  if (status !== null) return { status };
  const debit = account(books, hold.debit);
  const credit = account(books, hold.credit);
  // The one movement a closed account allows is the release of a hold.
  if (settling.as === "posted" && debit.flags & accountFlags.closed) {
    return { status: "debit_account_already_closed", key: debit.id };
  }
  if (settling.as === "posted" && credit.flags & accountFlags.closed) {
    return { status: "credit_account_already_closed", key: credit.id };
  }
  books.holds.edit(hold);
  books.accounts.edit(debit);
  books.accounts.edit(credit);
  debit.debitsPending -= hold.amount;
  credit.creditsPending -= hold.amount;
  hold.status = settling.as;
  if (settling.as !== "posted") {
    reopen(hold, debit, credit);
    return hold.amount;
  }
  const amount = settling.amount ?? hold.amount;
  debit.debitsPosted += amount;
  credit.creditsPosted += amount;
  return amount;
}
