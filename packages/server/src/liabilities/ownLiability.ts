import { day, fromBase64url, later, ProblemError } from "@farthing/core";
import { formatProofFile, liabilitiesBytes } from "@farthing/log";
import type { Deps } from "../deps.ts";
import { checkpointWith } from "../log/proveEntry.ts";
import { closeGroup, openGroup } from "../payments/commitment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import { accountId } from "../payments/keys.ts";
import { dayStart, liabilitySalt, type SealedTotal, sealedTotal } from "./liabilitiesKey.ts";
import { keptDays } from "./sealLiabilities.ts";
import { findLeaf, type FoundLeaf } from "./treeFile.ts";

/**
 * The newest sealed total that `payer` is in, as a file that proves it (specs/log.md §6). Throws `not-found` where there is
 * none yet, and `unavailable` while no signed head holds it.
 */
export async function liabilityFile(
  deps: Deps,
  payer: string,
): Promise<{ day: string; file: string }> {
  const account = accountId("payer", payer);
  const today = dayStart(deps.clock.now());
  for (let back = 0; back < keptDays; back += 1) {
    const sealed = sealedTotal(deps, later(today, -back * day));
    if (sealed === null) continue;
    const salt = liabilitySalt(deps, sealed.memo.day, account);
    const found = await findIn(deps, sealed, salt);
    if (found === null) continue;
    const file = await proofFile(deps, sealed, { account, salt, found });
    return { day: sealed.memo.day, file };
  }
  throw new ProblemError("not-found", "No total with this wallet in it is sealed yet.");
}

async function findIn(deps: Deps, { memo }: SealedTotal, salt: Uint8Array) {
  const root = fromBase64url(memo.root);
  if (root === null) return null;
  const of = { day: memo.day, root, size: Number(memo.size), salt };
  return findLeaf(deps.liabilitiesFolder, of);
}

async function proofFile(
  deps: Deps,
  { entry, memo }: SealedTotal,
  { account, salt, found }: { account: bigint; salt: Uint8Array; found: FoundLeaf },
): Promise<string> {
  const { leafIndex, timestamp, id } = entry;
  if (leafIndex === null) throw new ProblemError("not-found");
  const keys = await groupKeys(deps, { payer: null, merchant: null });
  const checkpoint = await checkpointWith(deps, leafIndex);
  const { proof: path } = deps.ledger.leafProof(leafIndex, checkpoint.size);
  const groups = {
    shared: openGroup(memo, id, { group: "shared", keys }),
    payer: { commitment: closeGroup(memo, id, { group: "payer", keys }) },
    merchant: { commitment: closeGroup(memo, id, { group: "merchant", keys }) },
  };
  const { balance, index, path: siblings } = found;
  const proof = { liability: { account, salt, balance }, index, path: siblings };
  const extra = liabilitiesBytes({ proof, disclosure: { timestamp, groups } });
  return formatProofFile({ extra, index: leafIndex, path, checkpoint: checkpoint.note });
}
