import { amountMax } from "@farthing/core";
import { accountFlags, type MoveTransfer } from "../entry.ts";
import type { EntryStatus } from "../status.ts";
import type { Account, Books, Hold } from "./state.ts";

/** What a move that failed says: which status, of which account, and what was left. */
export interface MoveFailure {
  readonly status: EntryStatus;
  readonly key?: bigint;
  readonly available?: bigint;
}

/** What the account may still debit: pending debits reserve, pending credits are not spendable. */
export function creditsAvailable(account: Account): bigint {
  return account.creditsPosted - account.debitsPosted - account.debitsPending;
}

function debitsAvailable(account: Account): bigint {
  return account.debitsPosted - account.creditsPosted - account.creditsPending;
}

function overLimit(debit: Account, credit: Account, amount: bigint): MoveFailure | null {
  if (debit.debitsPending + debit.debitsPosted + amount > amountMax) {
    return { status: "overflows_debits", key: debit.id };
  }
  if (credit.creditsPending + credit.creditsPosted + amount > amountMax) {
    return { status: "overflows_credits", key: credit.id };
  }
  const credits = creditsAvailable(debit);
  if (debit.flags & accountFlags.debitsMustNotExceedCredits && amount > credits) {
    return { status: "exceeds_credits", key: debit.id, available: credits };
  }
  const debits = debitsAvailable(credit);
  if (credit.flags & accountFlags.creditsMustNotExceedDebits && amount > debits) {
    return { status: "exceeds_debits", key: credit.id, available: debits };
  }
  return null;
}

function refuse(
  move: MoveTransfer,
  debit: Account | undefined,
  credit: Account | undefined,
): MoveFailure | null {
  if (debit === undefined) return { status: "debit_account_not_found", key: move.debit };
  if (credit === undefined) return { status: "credit_account_not_found", key: move.credit };
  if (debit.asset !== credit.asset) return { status: "accounts_must_have_the_same_asset" };
  if (debit.asset !== move.asset) {
    return { status: "transfer_must_have_the_same_asset_as_accounts" };
  }
  if (debit.flags & accountFlags.closed) {
    return { status: "debit_account_already_closed", key: debit.id };
  }
  if (credit.flags & accountFlags.closed) {
    return { status: "credit_account_already_closed", key: credit.id };
  }
  return overLimit(debit, credit, move.amount);
}

function newHold(
  move: MoveTransfer,
  seconds: number,
  entry: bigint,
  index: number,
  now: bigint,
): Hold {
  const { debit, credit, amount, asset, code } = move;
  // The digits below a millisecond only order entries: they are not time.
  const since = now - (now % 1_000_000n);
  const expiresAt = seconds === 0 ? null : since + BigInt(seconds) * 1_000_000_000n;
  const closes = move.closes ?? null;
  const ref = { entry, index };
  return {
    ref,
    debit,
    credit,
    amount,
    asset,
    code,
    closes,
    expiresAt,
    status: "pending",
    handle: null,
  };
}

/** Moves money, or holds it, as transfer `index` of `entry` at engine time `now`. */
export function moveMoney(
  books: Books,
  move: MoveTransfer,
  place: { readonly entry: bigint; readonly index: number; readonly now: bigint },
): MoveFailure | null {
  const debit = books.accounts.get(move.debit);
  const credit = books.accounts.get(move.credit);
  const failure = refuse(move, debit, credit);
  if (failure !== null || debit === undefined || credit === undefined) return failure;
  books.accounts.edit(debit);
  books.accounts.edit(credit);
  if (move.pending === undefined) {
    debit.debitsPosted += move.amount;
    credit.creditsPosted += move.amount;
    return null;
  }
  debit.debitsPending += move.amount;
  credit.creditsPending += move.amount;
  if (move.closes === "debit") debit.flags |= accountFlags.closed;
  if (move.closes === "credit") credit.flags |= accountFlags.closed;
  books.holds.insert(
    newHold(move, move.pending.timeoutSeconds, place.entry, place.index, place.now),
  );
  return null;
}
