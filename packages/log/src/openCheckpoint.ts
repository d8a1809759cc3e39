import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import type { Hash } from "./hash.ts";
import type { NoteKey } from "./note.ts";
import { openNote, type Signed, type Verifiers } from "./openNote.ts";
import { isWitnessed, type TrustPolicy } from "./policy.ts";

/** A head that a policy believes, and who signed it: the log, and each known witness that did. */
export interface BelievedCheckpoint extends Checkpoint {
  readonly signed: readonly Signed[];
}

/** Why a policy does not believe a head. */
export type Disbelief = "not-a-checkpoint" | "not-signed" | "not-witnessed";

/**
 * The checkpoint in a signed note, if `policy` believes it, else why not. The log must have signed with one key of each
 * type that the policy lists under its name, so that a note with the weaker of two signatures alone is refused, and a
 * key can be followed by another of its type. Answers any `note`; rejects only as `verifiers` do.
 */
export async function openCheckpoint(
  hash: Hash,
  note: string,
  policy: TrustPolicy,
  verifiers: Verifiers,
): Promise<BelievedCheckpoint | Disbelief> {
  const logs = policy.logs.map(({ key }) => key);
  const witnesses = [...policy.witnesses.values()].map(({ key }) => key);
  const opened = await openNote(hash, note, [...logs, ...witnesses], verifiers);
  if (opened === null) return "not-signed";
  const checkpoint = parseCheckpoint(opened.body);
  if (checkpoint === null) return "not-a-checkpoint";
  const ofLog = logs.filter(({ name }) => name === checkpoint.origin);
  if (!isSignedBy(ofLog, opened.signed)) return "not-signed";
  if (!isWitnessed(policy, opened.signed)) return "not-witnessed";
  return { ...checkpoint, signed: opened.signed };
}

/** Whether a key of each type among `keys`, which are one log's, signed. Nobody's signature is none. */
export function isSignedBy(keys: readonly NoteKey[], signed: readonly Signed[]): boolean {
  const asked = new Set(keys.map(({ type }) => type));
  const given = new Set(signed.filter(({ key }) => keys.includes(key)).map(({ key }) => key.type));
  return asked.size > 0 && [...asked].every((type) => given.has(type));
}
