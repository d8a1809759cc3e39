import { assert, ProblemError, second } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import { type Disclosure, disclosureBytes, formatProofFile, type Group } from "@farthing/log";
import type { Deps } from "../deps.ts";
import { closedGroup } from "../erasures/closedGroups.ts";
import { closeGroup, openGroup } from "../payments/commitment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import type { Memo } from "../payments/memo.ts";
import { awaitHead } from "./awaitHead.ts";
import { latestCheckpoint } from "./checkpoints.ts";

/** A request that waits is woken by a head; it looks by itself for one that came out between its look and its wait. */
const lookEveryMs = 250;
/** Longer than signing one takes, or than witnesses take that answer. */
const signingMs = 1.5 * second;
/** Where heads are signed more rarely, whoever asks is told to come again. */
const waitMsMax = 5 * second;

/** Who is shown a proof: each sees the shared facts and their own. */
export type Party = "payer" | "merchant";

/** An entry's leaf, what a party may know of it, and its place under a signed head. */
export interface EntryProof {
  readonly disclosure: Disclosure;
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly path: readonly Uint8Array[];
  /** A signed note. */
  readonly checkpoint: string;
}

/**
 * All that a verifier needs to check an entry against the public log: the groups that `party` may see, opened; the other
 * side's as its commitment only; the path to the newest checkpoint. Throws `unavailable` while no checkpoint holds the
 * leaf.
 */
export async function proveEntry(
  deps: Deps,
  {
    entry,
    memo,
    party,
  }: { entry: StoredEntry; memo: Extract<Memo, { payer: string }>; party: Party },
): Promise<EntryProof> {
  const { leafIndex } = entry;
  assert(leafIndex !== null, "a created entry has a leaf");
  const merchant = "merchant" in memo ? memo.merchant : null;
  const erased = await closedGroup(deps, entry.id);
  const keys = await groupKeys(deps, { payer: erased === null ? memo.payer : null, merchant });
  const checkpoint = await checkpointWith(deps, leafIndex);
  const { proof } = deps.ledger.leafProof(leafIndex, checkpoint.size);
  const shown = (group: Group) => {
    if (group === "payer" && erased !== null) return { commitment: erased };
    return group === "shared" || group === party
      ? openGroup(memo, entry.id, { group, keys })
      : { commitment: closeGroup(memo, entry.id, { group, keys }) };
  };
  const groups = { shared: shown("shared"), payer: shown("payer"), merchant: shown("merchant") };
  return {
    disclosure: { timestamp: entry.timestamp, groups },
    index: leafIndex,
    path: proof,
    checkpoint: checkpoint.note,
  };
}

/** The same as a file to keep (specs/log.md §5): it can be checked without this server. */
export function receiptFile({ disclosure, index, path, checkpoint }: EntryProof): string {
  return formatProofFile({ extra: disclosureBytes(disclosure), index, path, checkpoint });
}

/** Under which name, and as what, such a file is downloaded. `id`: the payment's. */
export function receiptFileHeaders(id: string): Record<string, string> {
  return {
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": `attachment; filename="${id}.tlog-proof"`,
  };
}

/**
 * The newest head over that leaf, which comes with the next signing; where a quorum of witnesses is asked for, one that they
 * signed, unless they take too long.
 */
export async function checkpointWith(
  deps: Deps,
  leafIndex: number,
): Promise<{ size: number; note: string }> {
  const waitMs = Math.min(deps.config.checkpointEveryMs + signingMs, waitMsMax);
  const until = performance.now() + waitMs;
  for (let leftMs = waitMs; leftMs > 0; leftMs = until - performance.now()) {
    const found = await newestOver(deps, leafIndex);
    if (found !== null) return found;
    await awaitHead(deps.store, Math.min(leftMs, lookEveryMs));
  }
  const newest = await latestCheckpoint(deps);
  if (newest !== null && newest.size > leafIndex) return newest;
  throw new ProblemError("unavailable", "no signed checkpoint holds this payment yet");
}

async function newestOver({ store, config }: Deps, leafIndex: number) {
  const quorum = config.witnesses?.policy.quorum ?? null;
  const row = await store
    .selectFrom("checkpoints")
    .select(["size", "note"])
    .where("size", ">", leafIndex)
    .where("witnessed", ">=", quorum === null ? 0 : 1)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
