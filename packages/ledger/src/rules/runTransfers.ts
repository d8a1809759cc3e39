import type { FullEntry, FullTransfer } from "../fullEntry.ts";
import { moveMoney } from "./moveMoney.ts";
import { endingOf, settleHold } from "./settleHold.ts";
import type { Books, Refusal } from "./state.ts";
import type { TransferFailure, TransferPlace } from "./transfer.ts";

/** A transfer that did not happen word for word as it was asked: what it did, for the journal. */
export interface Resolved {
  readonly index: number;
  readonly transfer: FullTransfer;
}

function runTransfer(
  books: Books,
  transfer: FullTransfer,
  place: TransferPlace,
): FullTransfer | TransferFailure {
  const ending = endingOf(transfer);
  if (ending !== null) return settleHold(books, transfer, ending, place);
  const moved = moveMoney(books, transfer, place);
  if (typeof moved !== "bigint") return moved;
  return moved === transfer.amount ? transfer : { ...transfer, amount: moved };
}

/**
 * Runs an entry's transfers as one chain: each sees its predecessors, the first failure ends all. The
 * first has the engine time `first`, each next one a nanosecond more.
 */
export function runTransfers(
  books: Books,
  entry: FullEntry,
  first: bigint,
  resolved: Resolved[],
): Refusal | null {
  for (let index = 0; index < entry.transfers.length; index += 1) {
    const transfer = entry.transfers[index];
    if (transfer === undefined) break;
    const timestamp = index === 0 ? first : first + BigInt(index);
    const done = runTransfer(books, transfer, { entry: entry.id, index, timestamp });
    if ("status" in done) {
      const { status, ...rest } = done;
      return { status, at: { part: "transfer", index, ...rest } };
    }
    if (done !== transfer) resolved.push({ index, transfer: done });
  }
  return null;
}
