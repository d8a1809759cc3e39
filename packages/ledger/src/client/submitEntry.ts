import { assert } from "@farthing/core";
import type { Entry } from "../entry.ts";
import { fullEntry } from "../fullEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import { storedEntry } from "../journal/storedEntry.ts";
import type { EntryResult, StoredEntry } from "../result.ts";
import { checkShape } from "../rules/checkShape.ts";
import { unpackLimitsLeft } from "../writer/limitsLeft.ts";
import type { Link } from "./link.ts";

/** Checks the shape, sends, and puts the answer into the caller's words. */
export async function submitEntry(
  link: Link,
  lookupEntry: (id: bigint) => StoredEntry | null,
  input: Entry,
): Promise<EntryResult> {
  const entry = fullEntry(input);
  const malformed = checkShape(entry);
  if (malformed !== null) return { status: malformed, entry: null, replayed: false };
  const answer = await link.send(entry, encodeEntry(entry));
  const { verdict, seq, timestamp, leaf, limitsLeft: packed } = answer;
  const { status, at } = verdict;
  const replayed = seq === 0n;
  const refused = { status, entry: null, replayed, ...(at === null ? {} : { at }) };
  if (status === "created") {
    const stored = storedEntry(entry, verdict, { seq, timestamp, leafIndex: leaf });
    const left = packed === null ? {} : { limitsLeft: unpackLimitsLeft(packed) };
    return { status, entry: stored, replayed, ...left };
  }
  if (status !== "exists") return refused;
  // The first attempt's entry, which may differ in what `facts` leaves out.
  const stored = lookupEntry(entry.id);
  assert(stored !== null, "an entry that exists can be read");
  return { status, entry: stored, replayed };
}
