import { type Disclosure, disclosedLeaf, parseDisclosure } from "./disclosure.ts";
import type { Hash } from "./hash.ts";
import { verifyInclusion } from "./inclusion.ts";
import { type BelievedCheckpoint, type Disbelief, openCheckpoint } from "./openCheckpoint.ts";
import type { Verifiers } from "./openNote.ts";
import type { TrustPolicy } from "./policy.ts";
import { parseProofFile } from "./proofFile.ts";

/**
 * Which check a receipt file failed, in the order in which they are made: it is a proof file; it says what its leaf is
 * made of; a log that the policy names signed the checkpoint; enough witnesses did; the leaf is in the tree.
 */
export type ReceiptFault = "not-a-proof-file" | "not-a-receipt" | Disbelief | "not-included";

/** A receipt that is true: what it discloses was in the log when `checkpoint` was signed. */
export interface TrueReceipt {
  readonly disclosure: Disclosure;
  readonly index: number;
  readonly checkpoint: BelievedCheckpoint;
}

/**
 * Checks a receipt file (specs/log.md §5) with nothing but itself and what the reader trusts. Answers any `text`;
 * rejects only as `verifiers` do.
 *
 * @example
 * const checked = await checkReceiptFile(sha256, text, policy, verifiers);
 * if (typeof checked === "string") say(`refused: ${checked}`);
 */
export async function checkReceiptFile(
  hash: Hash,
  text: string,
  policy: TrustPolicy,
  verifiers: Verifiers,
): Promise<TrueReceipt | ReceiptFault> {
  const file = parseProofFile(text);
  if (file === null) return "not-a-proof-file";
  const disclosure = file.extra === null ? null : parseDisclosure(file.extra);
  if (disclosure === null) return "not-a-receipt";
  const checkpoint = await openCheckpoint(hash, file.checkpoint, policy, verifiers);
  if (typeof checkpoint === "string") return checkpoint;
  const { index, path: proof } = file;
  const leaf = disclosedLeaf(hash, disclosure);
  const isIncluded = verifyInclusion(hash, { leaf, index, proof, ...checkpoint });
  return isIncluded ? { disclosure, index, checkpoint } : "not-included";
}
