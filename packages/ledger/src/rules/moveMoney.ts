import { assert, isAsset } from "@farthing/core";
import { transferId } from "../entryId.ts";
import { accountFlags, amountAll, transferFlags } from "../flags.ts";
import type { FullTransfer } from "../fullEntry.ts";
import type { Account, Books, Hold } from "./state.ts";
import type { TransferFailure, TransferPlace } from "./transfer.ts";

/** The last moment the engine can write down: 2^63−1 nanoseconds, in the year 2262. */
const timeMax = (1n << 63n) - 1n;

/** What the account may still debit: pending debits reserve, pending credits are not spendable. */
export function creditsAvailable(account: Account): bigint {
  return account.creditsPosted - account.debitsPosted - account.debitsPending;
}

/** The mirror image: what the account may still be credited. */
function debitsAvailable(account: Account): bigint {
  return account.debitsPosted - account.creditsPosted - account.creditsPending;
}

function refuse(
  move: FullTransfer,
  debit: Account | undefined,
  credit: Account | undefined,
): TransferFailure | null {
  if (debit === undefined) return { status: "debit_account_not_found", key: move.debit };
  if (credit === undefined) return { status: "credit_account_not_found", key: move.credit };
  if (debit.asset !== credit.asset) return { status: "accounts_must_have_the_same_ledger" };
  if (debit.asset !== move.asset) {
    return { status: "transfer_must_have_the_same_ledger_as_accounts" };
  }
  if (debit.flags & accountFlags.closed) {
    return { status: "debit_account_already_closed", key: debit.id };
  }
  if (credit.flags & accountFlags.closed) {
    return { status: "credit_account_already_closed", key: credit.id };
  }
  return null;
}

const balancing = transferFlags.balancingDebit | transferFlags.balancingCredit;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const atLeastZero = (value: bigint): bigint => (value > 0n ? value : 0n);

/** What a balancing transfer moves: never more than it asks for, perhaps nothing. */
function balanced(move: FullTransfer, debit: Account, credit: Account): bigint {
  let { amount } = move;
  if (!(move.flags & balancing)) return amount;
  if (move.flags & transferFlags.balancingDebit) {
    amount = least(amount, atLeastZero(creditsAvailable(debit)));
  }
  if (move.flags & transferFlags.balancingCredit) {
    amount = least(amount, atLeastZero(debitsAvailable(credit)));
  }
  return amount;
}

/** The first of TigerBeetle's six sums that is over 2^128−1. */
function overflows(
  move: FullTransfer,
  debit: Account,
  credit: Account,
  amount: bigint,
): TransferFailure | null {
  const debits = debit.debitsPending + debit.debitsPosted + amount;
  const credits = credit.creditsPending + credit.creditsPosted + amount;
  // Each of the other sums is a part of one of these.
  if (debits <= amountAll && credits <= amountAll) return null;
  if (move.flags & transferFlags.pending) {
    if (debit.debitsPending + amount > amountAll) {
      return { status: "overflows_debits_pending", key: debit.id };
    }
    if (credit.creditsPending + amount > amountAll) {
      return { status: "overflows_credits_pending", key: credit.id };
    }
  }
  if (debit.debitsPosted + amount > amountAll) {
    return { status: "overflows_debits_posted", key: debit.id };
  }
  if (credit.creditsPosted + amount > amountAll) {
    return { status: "overflows_credits_posted", key: credit.id };
  }
  if (debits > amountAll) return { status: "overflows_debits", key: debit.id };
  return { status: "overflows_credits", key: credit.id };
}

function exceeds(debit: Account, credit: Account, amount: bigint): TransferFailure | null {
  if (debit.flags & accountFlags.debitsMustNotExceedCredits) {
    const available = creditsAvailable(debit);
    if (amount > available) return { status: "exceeds_credits", key: debit.id, available };
  }
  if (credit.flags & accountFlags.creditsMustNotExceedDebits) {
    const available = debitsAvailable(credit);
    if (amount > available) return { status: "exceeds_debits", key: credit.id, available };
  }
  return null;
}

function expiryOf(move: FullTransfer, timestamp: bigint): bigint | null {
  if (move.timeout === 0) return null;
  // The digits below a millisecond only order events: they are not time.
  return timestamp - (timestamp % 1_000_000n) + BigInt(move.timeout) * 1_000_000_000n;
}

function newHold(move: FullTransfer, amount: bigint, place: TransferPlace): Hold {
  const { debit, credit, asset, code, flags, userData128, userData64, userData32 } = move;
  assert(isAsset(asset), "a hold's ledger is its accounts'");
  return {
    id: transferId(place.entry, place.index),
    debit,
    credit,
    amount,
    asset,
    code,
    flags,
    userData128,
    userData64,
    userData32,
    expiresAt: expiryOf(move, place.timestamp),
    status: "pending",
    handle: null,
    mark: 0,
  };
}

function reserve(
  books: Books,
  { move, debit, credit }: { move: FullTransfer; debit: Account; credit: Account },
  amount: bigint,
  place: TransferPlace,
): void {
  debit.debitsPending += amount;
  credit.creditsPending += amount;
  if (move.flags & transferFlags.closingDebit) debit.flags |= accountFlags.closed;
  if (move.flags & transferFlags.closingCredit) credit.flags |= accountFlags.closed;
  books.holds.insert(newHold(move, amount, place));
}

/** Moves money, or holds it, as the transfer at `place`. Answers the amount that moved, or why none did. */
export function moveMoney(
  books: Books,
  move: FullTransfer,
  place: TransferPlace,
): bigint | TransferFailure {
  const debit = books.accounts.get(move.debit);
  const credit = books.accounts.get(move.credit);
  const failure = refuse(move, debit, credit);
  if (failure !== null) return failure;
  assert(debit !== undefined && credit !== undefined, "both accounts were found");
  const amount = balanced(move, debit, credit);
  const over = overflows(move, debit, credit, amount);
  if (over !== null) return over;
  const expiresAt = expiryOf(move, place.timestamp);
  if (expiresAt !== null && expiresAt > timeMax) return { status: "overflows_timeout" };
  const beyond = exceeds(debit, credit, amount);
  if (beyond !== null) return beyond;
  books.accounts.edit(debit);
  books.accounts.edit(credit);
  if (move.flags & transferFlags.pending) {
    reserve(books, { move, debit, credit }, amount, place);
  } else {
    debit.debitsPosted += amount;
    credit.creditsPosted += amount;
  }
  return amount;
}
