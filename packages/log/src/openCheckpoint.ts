import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import type { Hash } from "./hash.ts";
import type { NoteKey } from "./note.ts";
import { type ProvenNote, proveNote, type Signed, type Verifiers } from "./openNote.ts";
import { isWitnessed, type TrustPolicy } from "./policy.ts";

/** A head that a policy believes, and who signed it: the log, and each known witness that did. */
export interface BelievedCheckpoint extends Checkpoint {
  readonly signed: readonly Signed[];
}

/** Why a policy does not believe a head. */
export type Disbelief =
  | "not-a-note"
  | "another-log"
  | "not-a-checkpoint"
  | "not-signed"
  | "bad-witness-line"
  | "not-witnessed";

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
  const proven = await proveNote(hash, note, [...logs, ...witnesses], verifiers);
  if (proven === null) return "not-a-note";
  const checkpoint = parseCheckpoint(proven.body);
  const disbelief = disbeliefOfLog(proven, checkpoint, logs);
  if (checkpoint === null || disbelief !== null) return disbelief ?? "not-a-checkpoint";
  // What is left can only be a witness's.
  if (proven.failed.length > 0) return "bad-witness-line";
  if (!isWitnessed(policy, proven.signed)) return "not-witnessed";
  return { ...checkpoint, signed: proven.signed };
}

/** What is wrong with the log's own part of a note, whoever else signed it. */
function disbeliefOfLog(
  { signed, failed }: ProvenNote,
  checkpoint: Checkpoint | null,
  logs: readonly NoteKey[],
): Disbelief | null {
  const isOfLog = ({ key }: Pick<Signed, "key">) => logs.includes(key);
  if (failed.some((key) => isOfLog({ key }))) return "not-signed";
  if (!signed.some(isOfLog)) {
    const isNamed = logs.some(({ name }) => name === checkpoint?.origin);
    return checkpoint === null || isNamed ? "not-signed" : "another-log";
  }
  if (checkpoint === null) return "not-a-checkpoint";
  const named = logs.filter(({ name }) => name === checkpoint.origin);
  return isSignedBy(named, signed) ? null : "not-signed";
}

/** Whether a key of each type among `keys`, which are one log's, signed. Nobody's signature is none. */
export function isSignedBy(keys: readonly NoteKey[], signed: readonly Signed[]): boolean {
  const asked = new Set(keys.map(({ type }) => type));
  const given = new Set(signed.filter(({ key }) => keys.includes(key)).map(({ key }) => key.type));
  return asked.size > 0 && [...asked].every((type) => given.has(type));
}
