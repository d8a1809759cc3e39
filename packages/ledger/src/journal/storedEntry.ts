import { assert } from "@farthing/core";
import type { FullEntry } from "../fullEntry.ts";
import type { StoredEntry, StoredTransfer } from "../result.ts";
import type { Verdict } from "./verdict.ts";

/** Where the journal put an entry. */
export interface JournalPlace {
  readonly seq: bigint;
  readonly timestamp: bigint;
  readonly leafIndex: number | null;
}

function storedTransfer(
  transfer: FullEntry["transfers"][number],
  index: number,
  verdict: Verdict,
): StoredTransfer {
  if ("debit" in transfer) {
    const { debit, credit, amount, asset, code, pending } = transfer;
    const kind = pending === undefined ? "plain" : "pending";
    const timeoutSeconds = pending?.timeoutSeconds ?? 0;
    return { kind, debit, credit, amount, asset, code, pending: null, timeoutSeconds };
  }
  const settled = verdict.settled.find((one) => one.index === index);
  assert(settled !== undefined, "the journal says what a post, void or expiry moved");
  const { debit, credit, amount, asset, code } = settled;
  const moved = { debit, credit, amount, asset, code, timeoutSeconds: 0 };
  if ("post" in transfer) return { kind: "posted", ...moved, pending: transfer.post };
  if ("void" in transfer) return { kind: "voided", ...moved, pending: transfer.void };
  return { kind: "expired", ...moved, pending: transfer.expire };
}

/** The entry as callers see it: what was asked, what was answered, and its place. */
export function storedEntry(entry: FullEntry, verdict: Verdict, place: JournalPlace): StoredEntry {
  const { status, at } = verdict;
  const transfers =
    status === "created"
      ? entry.transfers.map((transfer, index) => storedTransfer(transfer, index, verdict))
      : [];
  return { ...entry, ...place, status, at, transfers };
}
