import { assert } from "@farthing/core";
import { entryOf, placeOf } from "../entryId.ts";
import { accountFlags, amountAll, expiredFlag, transferFlags } from "../flags.ts";
import type { FullTransfer } from "../fullEntry.ts";
import type { AnswerStatus } from "../status.ts";
import type { Account, Books, Hold } from "./state.ts";
import type { TransferFailure, TransferPlace } from "./transfer.ts";

/** How a hold ends. */
type Ending = Exclude<Hold["status"], "pending">;

const endedBefore: Record<Ending, AnswerStatus> = {
  posted: "pending_transfer_already_posted",
  voided: "pending_transfer_already_voided",
  expired: "pending_transfer_expired",
};

/** How `transfer` ends the hold it names; `null` when it is a movement of its own. */
export function endingOf(transfer: FullTransfer): Ending | null {
  if (transfer.flags & expiredFlag) return "expired";
  if (transfer.flags & transferFlags.postPendingTransfer) return "posted";
  return transfer.flags & transferFlags.voidPendingTransfer ? "voided" : null;
}

/** What a post or void says about its hold must be so; 0 says nothing. */
function differs(transfer: FullTransfer, hold: Hold): AnswerStatus | null {
  const { debit, credit, asset, code } = transfer;
  if (debit !== 0n && debit !== hold.debit) {
    return "pending_transfer_has_different_debit_account_id";
  }
  if (credit !== 0n && credit !== hold.credit) {
    return "pending_transfer_has_different_credit_account_id";
  }
  if (asset !== "" && asset !== hold.asset) return "pending_transfer_has_different_ledger";
  return code !== 0 && code !== hold.code ? "pending_transfer_has_different_code" : null;
}

/** What the ending moves (post) or releases (void, expiry). */
function endedAmount(transfer: FullTransfer, hold: Hold, ending: Ending): bigint {
  const { amount } = transfer;
  if (ending === "posted") return amount === amountAll ? hold.amount : amount;
  return amount === 0n ? hold.amount : amount;
}

function refuse(
  transfer: FullTransfer,
  hold: Hold,
  ending: Ending,
  now: bigint,
): AnswerStatus | null {
  const different = differs(transfer, hold);
  if (different !== null) return different;
  const amount = endedAmount(transfer, hold, ending);
  if (amount > hold.amount) return "exceeds_pending_transfer_amount";
  if (ending !== "posted" && amount < hold.amount) return "pending_transfer_has_different_amount";
  if (hold.status !== "pending") return endedBefore[hold.status];
  // By the engine's time, even when the expiry batch has not run yet (TigerBeetle does the same).
  const over = hold.expiresAt !== null && hold.expiresAt <= now;
  if (ending === "expired") return over ? null : "pending_transfer_not_expired";
  return over ? "pending_transfer_expired" : null;
}

function accountOf(books: Books, id: bigint): Account {
  const found = books.accounts.get(id);
  assert(found !== undefined, "the accounts of a hold are loaded with it");
  return found;
}

/** The one movement that a closed account allows is the release of a hold. */
function closed(debit: Account, credit: Account): TransferFailure | null {
  if (debit.flags & accountFlags.closed) {
    return { status: "debit_account_already_closed", key: debit.id };
  }
  if (credit.flags & accountFlags.closed) {
    return { status: "credit_account_already_closed", key: credit.id };
  }
  return null;
}

function reopen(hold: Hold, debit: Account, credit: Account): void {
  if (hold.flags & transferFlags.closingDebit) debit.flags &= ~accountFlags.closed;
  if (hold.flags & transferFlags.closingCredit) credit.flags &= ~accountFlags.closed;
}

/** Why there is no such hold. A transfer sees those before it in its own entry. */
function missing(books: Books, id: bigint, { entry, index }: TransferPlace): TransferFailure {
  const isBefore = entryOf(id) === entry && placeOf(id) < index;
  const exists = isBefore || books.isTransfer(id);
  return { status: exists ? "pending_transfer_not_pending" : "pending_transfer_not_found" };
}

/**
 * Posts, voids or expires the hold that `transfer` names. Answers the transfer as it happened, with
 * what it left out taken from the hold; or why nothing did.
 */
export function settleHold(
  books: Books,
  transfer: FullTransfer,
  ending: Ending,
  place: TransferPlace,
): FullTransfer | TransferFailure {
  const hold = books.holds.get(transfer.pendingId);
  if (hold === undefined) return missing(books, transfer.pendingId, place);
  const now = place.timestamp;
  const status = refuse(transfer, hold, ending, now);
  if (status !== null) return { status };
  const debit = accountOf(books, hold.debit);
  const credit = accountOf(books, hold.credit);
  const failure = ending === "posted" ? closed(debit, credit) : null;
  if (failure !== null) return failure;
  books.holds.edit(hold);
  books.accounts.edit(debit);
  books.accounts.edit(credit);
  debit.debitsPending -= hold.amount;
  credit.creditsPending -= hold.amount;
  hold.status = ending;
  const amount = endedAmount(transfer, hold, ending);
  if (ending === "posted") {
    debit.debitsPosted += amount;
    credit.creditsPosted += amount;
  } else reopen(hold, debit, credit);
  return settled(transfer, hold, amount);
}

function settled(transfer: FullTransfer, hold: Hold, amount: bigint): FullTransfer {
  const { debit, credit, asset, code } = hold;
  return {
    ...transfer,
    debit,
    credit,
    amount,
    asset,
    code,
    userData128: transfer.userData128 || hold.userData128,
    userData64: transfer.userData64 || hold.userData64,
    userData32: transfer.userData32 || hold.userData32,
  };
}
