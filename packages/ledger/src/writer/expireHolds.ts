import { assert, type Instant, instant, uintBytes, utf8 } from "@farthing/core";
import { entryMax, type TransferRef } from "../entry.ts";
import { deriveEntryId } from "../entryId.ts";
import type { FullEntry } from "../fullEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import type { Submission } from "../rules/state.ts";
import { toMs } from "../rules/window.ts";
import { statusCode } from "../status.ts";
import { count } from "./counters.ts";
import { type Desk, engineTime, runBatch } from "./runBatch.ts";

// Nobody is paid by an expiry: there are no facts to commit to.
const noFacts = new Uint8Array(32);
const nothing = new Uint8Array(0);

function expiry(refs: readonly TransferRef[], time: Instant, seq: bigint): Submission {
  const key = uintBytes(seq, 8);
  const entry: FullEntry = {
    id: deriveEntryId({ time, payer: utf8("farthing/expiry/v1"), key, leg: 0 }),
    time,
    accounts: [],
    transfers: refs.map((expire) => ({ expire })),
    limits: [],
    uses: [],
    gives: [],
    claims: [],
    releases: [],
    counters: [],
    memo: nothing,
    commitment: noFacts,
    facts: null,
  };
  return { entry, bytes: encodeEntry(entry) };
}

/** Ends every hold whose time is over, as journalled entries of their own (TigerBeetle's pulse). */
export async function expireHolds(desk: Desk): Promise<void> {
  for (;;) {
    const now = engineTime(desk);
    const refs = await desk.engine.dueHolds(now, entryMax.items);
    if (refs.length === 0) return;
    const [written] = await runBatch(desk, [expiry(refs, instant(toMs(now)), desk.head.seq + 1n)]);
    assert(written?.verdict[0] === statusCode("created"), "a hold whose time is over expires");
    count(desk.counters, "expiryBatches", 1);
  }
}
