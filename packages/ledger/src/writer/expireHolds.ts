import { assert, type Instant, instant, uintBytes, utf8 } from "@farthing/core";
import { entryMax } from "../entry.ts";
import { deriveEntryId } from "../entryId.ts";
import { expiredFlag } from "../flags.ts";
import { type FullEntry, fullEntry, fullTransfer } from "../fullEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import type { Submission } from "../rules/state.ts";
import { toMs } from "../rules/window.ts";
import { count } from "./counters.ts";
import { type Desk, engineTime, runBatch } from "./runBatch.ts";

/** An expiry says nothing of a person: its commitment is that of no facts at all. */
const noFacts = new Uint8Array(32);

function expiry(holds: readonly bigint[], time: Instant, seq: bigint): Submission {
  const key = uintBytes(seq, 8);
  const id = deriveEntryId({ time, payer: utf8("farthing/expiry/v1"), key, leg: 0 });
  const transfers = holds.map((pendingId) => ({
    ...fullTransfer({ pendingId }),
    flags: expiredFlag,
  }));
  const entry: FullEntry = { ...fullEntry({ id, time, commitment: noFacts }), transfers };
  return { entry, bytes: encodeEntry(entry) };
}

/** Ends every hold whose time is over, as journalled entries of their own (TigerBeetle's pulse). */
export async function expireHolds(desk: Desk): Promise<void> {
  for (;;) {
    const now = engineTime(desk);
    const holds = await desk.engine.dueHolds(now, entryMax.items);
    if (holds.length === 0) return;
    const [written] = await runBatch(desk, [expiry(holds, instant(toMs(now)), desk.head.seq + 1n)]);
    assert(written?.verdict.status === "created", "a hold whose time is over expires");
    count(desk.counters, "expiryBatches", 1);
  }
}
