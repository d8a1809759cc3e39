import { assert } from "@farthing/core";
import type { FullEntry } from "../fullEntry.ts";
import { moveMoney, type MoveFailure } from "./moveMoney.ts";
import { settleHold, type Settling } from "./settleHold.ts";
import { type Books, type Hold, holdKey, type Refusal } from "./state.ts";

/** What a post, void or expiry of an entry did to its hold, for the journal. */
export interface Settled {
  readonly index: number;
  readonly hold: Hold;
  readonly amount: bigint;
}

type Transfer = FullEntry["transfers"][number];

function settlingOf(transfer: Transfer): Settling | null {
  if ("post" in transfer) {
    return { as: "posted", ref: transfer.post, amount: transfer.amount ?? null };
  }
  if ("void" in transfer) return { as: "voided", ref: transfer.void };
  if ("expire" in transfer) return { as: "expired", ref: transfer.expire };
  return null;
}

function settle(
  books: Books,
  settling: Settling,
  place: { index: number; now: bigint; settled: Settled[] },
): MoveFailure | null {
  const amount = settleHold(books, settling, place.now);
  if (typeof amount !== "bigint") return amount;
  const hold = books.holds.get(holdKey(settling.ref));
  assert(hold !== undefined, "a settled hold exists");
  place.settled.push({ index: place.index, hold, amount });
  return null;
}

/** Runs an entry's transfers as one chain: each sees its predecessors, the first failure ends all. */
export function runTransfers(
  books: Books,
  entry: FullEntry,
  now: bigint,
  settled: Settled[],
): Refusal | null {
  for (const [index, transfer] of entry.transfers.entries()) {
    const settling = settlingOf(transfer);
    let failure: MoveFailure | null = null;
    if (settling !== null) failure = settle(books, settling, { index, now, settled });
    else if ("debit" in transfer) {
      failure = moveMoney(books, transfer, { entry: entry.id, index, now });
    }
    if (failure !== null) {
      const { status, ...rest } = failure;
      return { status, at: { part: "transfer", index, ...rest } };
    }
  }
  return null;
}
