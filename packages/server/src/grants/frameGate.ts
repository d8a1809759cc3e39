import { bytesEqual, ProblemError } from "@farthing/core";
import type { KeyProof } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { familyOf } from "../enrolments/family.ts";
import type { Grant } from "./grant.ts";
import { proofThumbprint, requireProof } from "./open.ts";
import { loadPaidGrant } from "./recover.ts";

/**
 * The grant of that id for the frame that asked for it: the proof is by its key, and the browser sent
 * the partition cookie that it had then (rule 4). To anybody else the grant does not exist.
 */
export async function grantOfFrame(
  deps: Deps,
  ask: {
    id: string;
    purpose: "grant-events" | "grant-result" | "grant-cancel";
    proof: KeyProof;
    partition: (merchant: string) => Uint8Array | null;
  },
): Promise<Grant> {
  requireProof(deps, ask.proof, { purpose: ask.purpose, subject: ask.id });
  const grant = await loadPaidGrant(deps, ask.id);
  const { thumbprint, partition_hash: hash, merchant_id: merchant } = grant.row;
  const print = proofThumbprint(ask.proof);
  const isHolder = thumbprint !== null && bytesEqual(thumbprint, print);
  if (!isHolder || !(await isSameBrowser(deps, hash, ask.partition(merchant)))) {
    throw new ProblemError("grant-not-found");
  }
  return grant;
}

/** The cookie that asked, or the one that it was renewed to since (rule 9). */
async function isSameBrowser(
  deps: Deps,
  asked: Uint8Array | null,
  now: Uint8Array | null,
): Promise<boolean> {
  if (asked === null || now === null) return asked === now;
  if (bytesEqual(asked, now)) return true;
  const family = await familyOf(deps, asked);
  return family !== null && bytesEqual(family.secret_hash, now);
}
