import { join } from "node:path";
import { second } from "@farthing/core";
import {
  consistencyProof,
  formatAddCheckpoint,
  isWitnessed,
  nodesOfTiles,
  type NoteKey,
  noteKeyId,
  type NoteSignature,
  openNote,
  parseNote,
  parseSignatures,
  type Signed,
  type Party,
  signatureLine,
  type TrustPolicy,
} from "@farthing/log";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { sha256 } from "../sha256.ts";
import { latestCheckpoint } from "./checkpoints.ts";
import { putFile } from "./putFile.ts";
import { verifiers } from "./verifiers.ts";

/** A witness that is not there must not keep the others waiting. */
const answerMs = 5 * second;
/** Longest answer read, in bytes: a few signature lines. */
const answerMax = 50_000;

/** Asks every witness of the policy for its signature under the newest head, once a second until stopped. */
export function startWitnessing(deps: Deps, policy: TrustPolicy): Duty {
  const stands = new Map<string, number>();
  return startDuty(deps, {
    name: "witnesses",
    everyMs: second,
    work: () => askWitnesses(deps, { policy, stands }),
  });
}

/** What is known of each witness, by its URL: the size that it cosigned last. */
type Stands = Map<string, number>;

/**
 * Asks each witness that has not cosigned the newest head, and keeps the lines that verify under the note. A witness
 * that does not answer is asked again the next time; nothing waits for it.
 */
async function askWitnesses(
  deps: Deps,
  { policy, stands }: { policy: TrustPolicy; stands: Stands },
): Promise<void> {
  const head = await latestCheckpoint(deps);
  if (head === null) return;
  const keys = [...policy.witnesses.values()];
  const signed = (await openNote(sha256, head.note, keysOf(keys), verifiers))?.signed ?? [];
  const missing = keys.filter(({ key }) => !signed.some((each) => each.key === key));
  const urls = new Set(missing.flatMap(({ url }) => url ?? []));
  const answers = await Promise.all([...urls].map((url) => askOne(deps, { url, head, stands })));
  await keepLines(deps, { ...head, policy }, answers);
}

const keysOf = (parties: readonly Party[]) => parties.map(({ key }) => key);

/** The signature lines of one witness, nothing when it gives none. */
async function askOne(
  deps: Deps,
  { url, head, stands }: { url: string; head: { size: number; note: string }; stands: Stands },
): Promise<string> {
  // The second time with the size that it named the first.
  for (let round = 0; round < 2; round += 1) {
    const oldSize = stands.get(url) ?? 0;
    if (oldSize > head.size) {
      deps.logger.fatal(
        { url, oldSize, size: head.size },
        "a witness has seen more of the log than there is",
      );
      return "";
    }
    const answer = await postCheckpoint(deps, { url, head, oldSize });
    if (answer === null) return "";
    if (answer.status === 200) {
      stands.set(url, head.size);
      return answer.text;
    }
    const size =
      answer.status === 409 && /^\d{1,15}\n?$/.test(answer.text) ? Number(answer.text) : null;
    if (size === null || size === oldSize) {
      deps.logger.error({ url, status: answer.status }, "a witness refused the log's head");
      return "";
    }
    stands.set(url, size);
  }
  return "";
}

async function postCheckpoint(
  deps: Deps,
  { url, head, oldSize }: { url: string; head: { size: number; note: string }; oldSize: number },
): Promise<{ status: number; text: string } | null> {
  const nodeAt = nodesOfTiles(sha256, head.size, (tile) => deps.ledger.logTile(tile));
  const proof = consistencyProof(sha256, oldSize, head.size, nodeAt);
  const body = formatAddCheckpoint({ oldSize, proof, checkpoint: head.note });
  try {
    const signal = AbortSignal.timeout(answerMs);
    const asked = { method: "POST", body, signal, redirect: "error" } as const;
    const response = await fetch(`${url}/add-checkpoint`, asked);
    return { status: response.status, text: await readStart(response) };
  } catch (error) {
    deps.logger.warn({ url, err: error }, "a witness did not answer");
    return null;
  }
}

/** The beginning of an answer, however long it is. */
async function readStart({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > answerMax) break;
  }
  return Buffer.concat(parts).toString("utf8").slice(0, answerMax);
}

/** Adds each witness's lines to the note, unless they do not verify; lines of keys that nobody named are left out. */
async function keepLines(
  deps: Deps,
  of: { size: number; note: string; policy: TrustPolicy },
  answers: readonly string[],
): Promise<void> {
  const keys = keysOf([...of.policy.witnesses.values()]);
  let { note } = of;
  let signed: readonly Signed[] = [];
  for (const answer of answers) {
    const lines = missingLines(keys, note, answer);
    if (lines === "") continue;
    const opened = await openNote(sha256, note + lines, keys, verifiers);
    if (opened === null)
      deps.logger.error({ size: of.size }, "a witness's signature does not verify");
    else {
      note += lines;
      ({ signed } = opened);
    }
  }
  if (note === of.note) return;
  const witnessed = isWitnessed(of.policy, signed) ? 1 : 0;
  await deps.store
    .updateTable("checkpoints")
    .set({ note, witnessed })
    .where("size", "=", of.size)
    .execute();
  // A newer head may be out meanwhile: the file of it never goes back.
  const newest = await latestCheckpoint(deps);
  if (newest?.size === of.size) await putFile(join(deps.logFolder, "checkpoint"), newest.note);
}

/** The first line of each key that has none under the note yet: a witness cannot fill it up. */
function missingLines(keys: readonly NoteKey[], note: string, answer: string): string {
  const there = parseNote(note)?.signatures ?? [];
  const given = parseSignatures(answer) ?? [];
  return keys
    .flatMap(({ name, ...key }) => {
      const keyId = noteKeyId(sha256, { name, ...key });
      const isIts = (line: NoteSignature) => line.name === name && line.keyId === keyId;
      return there.some(isIts) ? [] : (given.find(isIts) ?? []);
    })
    .map(signatureLine)
    .join("");
}
