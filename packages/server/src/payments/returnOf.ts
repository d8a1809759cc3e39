import {
  assert,
  concat,
  idToUint,
  instant,
  type ProblemCode,
  uintBytes,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { type PaymentMemo, readMemo, type RefundMemo } from "./memo.ts";
import { entryTimeMs } from "./receipt.ts";

/** A refund, of all of a payment or of a part. */
export interface Piece {
  readonly entry: StoredEntry;
  readonly memo: RefundMemo;
}

/** What became of a payment after it was captured. An undo and refunds never both happen. */
export interface Return {
  readonly kind: "none" | "undone" | "partly-refunded" | "refunded";
  /** The entry that gave it back: of several pieces the last. Null for `none`. */
  readonly entry: StoredEntry | null;
  readonly pieces: readonly Piece[];
  readonly givenBack: bigint;
  /** Where the next piece belongs: pieces have their places one after the other, so that each knows all before it. */
  readonly place: number;
}

/** What is heard by whoever asks for a payment that was given back, or a part of it. */
export const returnProblems: Record<Exclude<Return["kind"], "none">, ProblemCode> = {
  undone: "already-undone",
  "partly-refunded": "partly-refunded",
  refunded: "already-refunded",
};

/** The most refunds of one payment. The last place is kept for all that is left. */
export const piecesMax = 64;

/** Whether a payment was given back, by whom and how far: the one place that says so. A top-up never is. */
export function returnOf({ ledger }: Pick<Deps, "ledger">, payment: StoredEntry): Return {
  const memo = readMemo(payment.memo);
  const none = { kind: "none", entry: null, pieces: [], givenBack: 0n, place: 0 } as const;
  if (memo.kind !== "payment") return none;
  const undo = ledger.lookupEntry(undoId(payment, memo));
  const paid = BigInt(memo.amount);
  if (undo?.status === "created") return { ...none, kind: "undone", entry: undo, givenBack: paid };
  const pieces: Piece[] = [];
  let place = 0;
  for (; place < piecesMax; place += 1) {
    const entry = ledger.lookupEntry(refundId(payment, memo, place));
    if (entry === null) break;
    // A refused one, because an undo was first, gave nothing back and leaves its place empty for ever.
    if (entry.status === "created") pieces.push({ entry, memo: refundMemo(entry) });
  }
  const last = pieces.at(-1);
  if (last === undefined) return { ...none, place };
  const givenBack = pieces.reduce((sum, piece) => sum + BigInt(piece.memo.amount), 0n);
  const kind = givenBack === paid ? "refunded" : "partly-refunded";
  return { kind, entry: last.entry, pieces, givenBack, place };
}

/** The problem of whoever wants what was paid for: a payment of which all is back opens nothing. */
export function backProblem(deps: Pick<Deps, "ledger">, payment: StoredEntry): ProblemCode | null {
  const { kind } = returnOf(deps, payment);
  return kind === "undone" || kind === "refunded" ? returnProblems[kind] : null;
}

/** The id of the entry that undoes a payment: one, so that two requests at once are one entry. */
export function undoId(payment: StoredEntry, memo: PaymentMemo): bigint {
  return returnId(payment, memo, { verb: "undo", place: 0 });
}

/** The id of a payment's refund at `place`: two at once want the same, and the second hears that it was second. */
export function refundId(payment: StoredEntry, memo: PaymentMemo, place: number): bigint {
  return returnId(payment, memo, { verb: "refund", place });
}

function returnId(
  payment: StoredEntry,
  memo: PaymentMemo,
  { verb, place }: { verb: "undo" | "refund"; place: number },
): bigint {
  return deriveEntryId({
    time: instant(entryTimeMs(payment)),
    payer: idToUint("payer", memo.payer),
    key: concat(utf8(verb), uintBytes(payment.id, 16)),
    leg: place,
  });
}

function refundMemo(entry: StoredEntry): RefundMemo {
  const memo = readMemo(entry.memo);
  assert(memo.kind === "refund", "a refund's id holds a refund");
  return memo;
}
