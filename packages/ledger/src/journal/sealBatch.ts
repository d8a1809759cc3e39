import { appendLeaf, type CompactRange, leafData, leafHash, rangeRoot } from "@farthing/log";
import { sha256 } from "../hash.ts";
import { type Effects, rulesVersion } from "../rules/execute.ts";
import { type BodyRecord, encodeBody } from "./batchBody.ts";
import { verdictOf } from "./verdict.ts";

/** The journal's end: where the next batch goes. */
export interface JournalHead {
  readonly seq: bigint;
  readonly timestamp: bigint;
  readonly range: CompactRange;
  readonly root: Uint8Array;
}

/** A complete subtree whose hash is kept, so that proofs never scan: level 8, 16, 24 … */
export interface KeptNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** Everything one durable commit writes. */
export interface SealedBatch {
  readonly firstSeq: bigint;
  /** Engine time of its first event. */
  readonly timestamp: bigint;
  readonly rules: number;
  readonly firstLeaf: number;
  /** Leaf hashes of the created entries, 32 bytes each. */
  readonly leaves: Uint8Array;
  readonly nodes: readonly KeptNode[];
  readonly body: Uint8Array;
  /** One per recorded entry, in order. */
  readonly records: readonly BodyRecord[];
  readonly head: JournalHead;
  readonly effects: Effects;
}

/**
 * Grows the tree by the batch's created entries and packs the batch for the journal. `timestamp` is
 * the engine's at the batch's start, `rules` the version that decided.
 */
export function sealBatch(
  before: JournalHead,
  effects: Effects,
  { timestamp, rules = rulesVersion }: { readonly timestamp: bigint; readonly rules?: number },
): SealedBatch {
  const { recorded } = effects;
  const records: BodyRecord[] = [];
  const leaves: Uint8Array[] = [];
  const nodes: KeptNode[] = [];
  let range = before.range;
  for (const one of recorded) {
    const { bytes, entry } = one.submission;
    const ticks = Number(one.timestamp - timestamp);
    records.push({ bytes, verdict: verdictOf(one), ticks, leaf: leaves.length });
    if (one.status !== "created") continue;
    const { commitment } = entry;
    const data = leafData(sha256, { timestamp: one.timestamp, commitment });
    const leaf = leafHash(sha256, data);
    leaves.push(leaf);
    range = appendLeaf(sha256, range, leaf, (level, index, hash) => {
      if (level > 0 && level % 8 === 0) nodes.push({ level, index, hash });
    });
  }
  const last = recorded.at(-1);
  return {
    firstSeq: before.seq + 1n,
    timestamp,
    rules,
    firstLeaf: before.range.size,
    leaves: Buffer.concat(leaves),
    nodes,
    body: encodeBody(records),
    records,
    head: {
      seq: last?.seq ?? before.seq,
      timestamp: last?.timestamp ?? before.timestamp,
      range,
      root: range === before.range ? before.root : rangeRoot(sha256, range),
    },
    effects,
  };
}
