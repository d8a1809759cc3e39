import { appendLeaf, type CompactRange, leafData, leafHash, rangeRoot } from "@farthing/log";
import { sha256 } from "../hash.ts";
import { type Effects, rulesVersion } from "../rules/execute.ts";
import { encodeBody } from "./batchBody.ts";
import { rawVerdict, type RawVerdict, verdictOf } from "./verdict.ts";

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
  readonly timestamp: bigint;
  readonly rules: number;
  readonly firstLeaf: number;
  /** Leaf hashes of the created entries, 32 bytes each. */
  readonly leaves: Uint8Array;
  readonly nodes: readonly KeptNode[];
  readonly body: Uint8Array;
  /** One per recorded entry, in order. */
  readonly verdicts: readonly RawVerdict[];
  readonly head: JournalHead;
  readonly effects: Effects;
}

const leafBytes = 32;

/** Grows the tree by the batch's created entries and packs the batch for the journal. */
export function sealBatch(before: JournalHead, effects: Effects): SealedBatch {
  const { recorded } = effects;
  const verdicts = recorded.map((one) => rawVerdict(verdictOf(one)));
  const created = recorded.filter((one) => one.status === "created");
  const leaves = new Uint8Array(leafBytes * created.length);
  const nodes: KeptNode[] = [];
  let range = before.range;
  for (const [at, { timestamp, submission }] of created.entries()) {
    const { commitment } = submission.entry;
    const leaf = leafHash(sha256, leafData(sha256, { timestamp, commitment }));
    leaves.set(leaf, leafBytes * at);
    range = appendLeaf(sha256, range, leaf, (level, index, hash) => {
      if (level > 0 && level % 8 === 0) nodes.push({ level, index, hash });
    });
  }
  const last = recorded.at(-1);
  return {
    firstSeq: before.seq + 1n,
    timestamp: recorded[0]?.timestamp ?? before.timestamp,
    rules: rulesVersion,
    firstLeaf: before.range.size,
    leaves,
    nodes,
    body: encodeBody(
      recorded.map((one, at) => [one.submission.bytes, verdicts[at] ?? [0, null, null]]),
    ),
    verdicts,
    head: {
      seq: last?.seq ?? before.seq,
      timestamp: last?.timestamp ?? before.timestamp,
      range,
      root: range === before.range ? before.root : rangeRoot(sha256, range),
    },
    effects,
  };
}
