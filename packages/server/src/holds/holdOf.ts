import { assert, concat, idToUint, type Instant, instant, uintBytes, utf8 } from "@farthing/core";
import { deriveEntryId, type StoredEntry, transferId } from "@farthing/ledger";
import type { ReleaseReason } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type PaymentMemo, readMemo } from "../payments/memo.ts";

/** Where a payment that is held first stands. `captured` and `released` are for good. */
export type HoldStanding =
  | { readonly kind: "held"; readonly until: Instant }
  | { readonly kind: "captured"; readonly entry: StoredEntry }
  /** `entry`: null while only the ledger's own clock ended it, and limits and claim are not back yet. */
  | {
      readonly kind: "released";
      readonly reason: ReleaseReason;
      readonly entry: StoredEntry | null;
    };

/** A refusal uses an id up; after so many of one kind something is wrong. */
export const placesMax = 16;

/** The standing of a held payment, or `null` for one that was made at once. The ledger's word, read in this moment. */
export function holdOf(
  { ledger }: Pick<Deps, "ledger">,
  payment: StoredEntry,
  memo: PaymentMemo,
): HoldStanding | null {
  if (memo.holdMs === undefined) return null;
  const captured = endOf({ ledger }, payment, { memo, verb: "capture" });
  if (captured.entry !== null) return { kind: "captured", entry: captured.entry };
  const { entry } = endOf({ ledger }, payment, { memo, verb: "release" });
  if (entry !== null) return { kind: "released", reason: reasonOf(entry), entry };
  const [hold] = ledger.lookupHolds([heldTransfer(payment)]);
  assert(hold !== null && hold !== undefined, "a held payment has its hold");
  if (hold.status === "expired") return { kind: "released", reason: "expired", entry: null };
  return { kind: "held", until: heldUntil(payment, memo.holdMs) };
}

/** The entry that ended a hold by `verb`, and the place where the next try belongs. */
export function endOf(
  { ledger }: Pick<Deps, "ledger">,
  payment: StoredEntry,
  { memo, verb }: { memo: PaymentMemo; verb: "capture" | "release" },
): { readonly entry: StoredEntry | null; readonly place: number } {
  for (let place = 0; place < placesMax; place += 1) {
    const entry = ledger.lookupEntry(endId(payment, { memo, verb, place }));
    if (entry === null) return { entry: null, place };
    if (entry.status === "created") return { entry, place };
  }
  return { entry: null, place: placesMax };
}

/** The id of the entry that ends a hold: two requests at once are one entry. */
export function endId(
  payment: StoredEntry,
  of: { memo: PaymentMemo; verb: "capture" | "release"; place: number },
): bigint {
  return deriveEntryId({
    time: instant(Number(payment.timestamp / 1_000_000n)),
    payer: idToUint("payer", of.memo.payer),
    key: concat(utf8(of.verb), uintBytes(payment.id, 16)),
    leg: of.place,
  });
}

/** The id of the transfer that holds the money: the first of its entry. */
export function heldTransfer(payment: Pick<StoredEntry, "id">): bigint {
  return transferId(payment.id, 0);
}

/** When a hold is due, by the journal's time of its entry: a clock that stood behind it makes the hold no shorter. */
export function heldUntil(payment: Pick<StoredEntry, "timestamp">, holdMs: number): Instant {
  return instant(Number(payment.timestamp / 1_000_000n) + holdMs);
}

function reasonOf(entry: StoredEntry): ReleaseReason {
  const memo = readMemo(entry.memo);
  assert(memo.kind === "release", "a release's id holds a release");
  return memo.why;
}
