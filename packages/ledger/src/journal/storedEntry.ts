import { assert, isAsset } from "@farthing/core";
import { transferId } from "../entryId.ts";
import { transferFlags } from "../flags.ts";
import type { FullEntry, FullTransfer } from "../fullEntry.ts";
import type { StoredEntry, StoredTransfer } from "../result.ts";
import { endingOf } from "../rules/settleHold.ts";
import type { Verdict } from "./verdict.ts";

/** Where the journal put an entry. */
export interface JournalPlace {
  readonly seq: bigint;
  readonly timestamp: bigint;
  readonly leafIndex: number | null;
}

function kindOf(transfer: FullTransfer): StoredTransfer["kind"] {
  return endingOf(transfer) ?? (transfer.flags & transferFlags.pending ? "pending" : "plain");
}

function storedTransfer(transfer: FullTransfer, id: bigint): StoredTransfer {
  const { asset } = transfer;
  assert(asset !== "" && isAsset(asset), "a transfer that happened has a ledger");
  return { ...transfer, asset, id, kind: kindOf(transfer) };
}

function storedTransfers(entry: FullEntry, { resolved }: Verdict): StoredTransfer[] {
  return entry.transfers.map((asked, index) => {
    const done = resolved.find((one) => one.index === index)?.transfer ?? asked;
    return storedTransfer(done, transferId(entry.id, index));
  });
}

/** The entry as callers see it: what was asked, what was answered, and its place. */
export function storedEntry(entry: FullEntry, verdict: Verdict, place: JournalPlace): StoredEntry {
  const { status, at } = verdict;
  const transfers = status === "created" ? storedTransfers(entry, verdict) : [];
  return { ...entry, ...place, status, at, transfers };
}
