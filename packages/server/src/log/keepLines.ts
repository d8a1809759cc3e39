import { assert } from "@farthing/core";
import {
  isWitnessed,
  type NoteKey,
  noteKeyId,
  type NoteSignature,
  openNote,
  parseNote,
  parseSignatures,
  signatureLine,
  type TrustPolicy,
  trustPolicyLimits,
} from "@farthing/log";
import type { Deps } from "../deps.ts";
import { sha256 } from "../sha256.ts";
import { publishHead } from "./checkpoints.ts";
import { verifiers } from "./verifiers.ts";

/** The keys that have no line under a note yet. */
export function missingKeys(keys: readonly NoteKey[], note: string): NoteKey[] {
  const there = parseNote(note)?.signatures ?? [];
  return keys.filter((key) => !there.some(isLineOf(key)));
}

/** What a witness answered about the head over `size` leaves. */
export interface WitnessAnswer {
  readonly size: number;
  readonly text: string;
  readonly policy: TrustPolicy;
}

/**
 * Adds a witness's lines to the head, and says whether there were any: each that is missing, unless they do not verify;
 * lines of keys that nobody named are left out. Other witnesses may add theirs at the same moment.
 */
export async function keepLines(deps: Deps, answer: WitnessAnswer): Promise<boolean> {
  const { size, policy } = answer;
  const keys = [...policy.witnesses.values()].map(({ key }) => key);
  // Each that comes in between is another witness's.
  for (let turn = 0; turn <= trustPolicyLimits.names; turn += 1) {
    const before = await noteOf(deps, size);
    const lines = before === null ? "" : missingLines(keys, before, answer.text);
    if (before === null || lines === "") return false;
    const note = before + lines;
    const opened = await openNote(sha256, note, keys, verifiers);
    if (opened === null) {
      deps.logger.error({ size }, "a witness's signature does not verify");
      return false;
    }
    const witnessed = isWitnessed(policy, opened.signed) ? 1 : 0;
    if (!(await replaceNote(deps, { size, before, note, witnessed }))) continue;
    await publishHead(deps);
    return true;
  }
  assert(false, "a head has at most a line of each witness's key");
}

async function noteOf({ store }: Deps, size: number): Promise<string | null> {
  const row = await store
    .selectFrom("checkpoints")
    .select("note")
    .where("size", "=", size)
    .executeTakeFirst();
  return row?.note ?? null;
}

/** Whether the note was still as it was before. */
async function replaceNote(
  { store }: Deps,
  {
    size,
    before,
    note,
    witnessed,
  }: { size: number; before: string; note: string; witnessed: number },
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable("checkpoints")
    .set({ note, witnessed })
    .where("size", "=", size)
    .where("note", "=", before)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The first line of each key that has none under the note yet: a witness cannot fill it up. */
function missingLines(keys: readonly NoteKey[], note: string, answer: string): string {
  const given = parseSignatures(answer) ?? [];
  return missingKeys(keys, note)
    .flatMap((key) => given.find(isLineOf(key)) ?? [])
    .map(signatureLine)
    .join("");
}

function isLineOf({ name, ...key }: NoteKey): (line: NoteSignature) => boolean {
  const keyId = noteKeyId(sha256, { name, ...key });
  return (line) => line.name === name && line.keyId === keyId;
}
