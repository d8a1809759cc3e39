import { second } from "@farthing/core";
import {
  consistencyProof,
  formatAddCheckpoint,
  nodesOfTiles,
  type NoteKey,
  type TrustPolicy,
} from "@farthing/log";
import type { Deps } from "../deps.ts";
import { startDuty } from "../duties/duty.ts";
import type { Turns } from "../duties/takeTurns.ts";
import { sha256 } from "../sha256.ts";
import { latestCheckpoint } from "./checkpoints.ts";
import { keepLines, missingKeys } from "./keepLines.ts";

const answerMs = 5 * second;
/** Longest answer read, in bytes: a few signature lines. */
const answerMax = 50_000;
/** How long a witness that signs nothing is left alone at most. */
const restMsMax = 30 * second;

/**
 * Asks every witness of the policy for its signature under the newest head, once a second until stopped, and at once when
 * there is a new one (`soon`). Each has its own turns: one that is down or slow keeps nobody waiting for the others.
 */
export function startWitnessing(deps: Deps, policy: TrustPolicy): Turns {
  const parties = [...policy.witnesses.values()];
  const urls = new Set(parties.flatMap(({ url }) => url ?? []));
  const duties = [...urls].map((url) => {
    const keys = parties.filter((party) => party.url === url).map(({ key }) => key);
    const witness: Witness = { url, keys, policy, stand: 0, refusals: 0, restUntil: 0 };
    return startDuty(deps, {
      name: "witness",
      everyMs: second,
      work: () => askInTurn(deps, witness),
    });
  });
  return {
    soon() {
      for (const duty of duties) duty.soon();
    },
    async stop() {
      await Promise.all(duties.map((duty) => duty.stop()));
    },
  };
}

/** A witness and what is known of it. */
interface Witness {
  readonly url: string;
  readonly keys: readonly NoteKey[];
  readonly policy: TrustPolicy;
  /** The size that it cosigned last. */
  stand: number;
  /** How often in a row it signed nothing. */
  refusals: number;
  /** Until then it is left alone; in milliseconds of `performance.now`. */
  restUntil: number;
}

/** Asks about the newest head unless it has its lines already; the more rarely, the longer it signs nothing. */
async function askInTurn(deps: Deps, witness: Witness): Promise<void> {
  if (performance.now() < witness.restUntil) return;
  const head = await latestCheckpoint(deps);
  if (head === null || missingKeys(witness.keys, head.note).length === 0) return;
  const text = await ask(deps, witness, head);
  if (await keepLines(deps, { size: head.size, text, policy: witness.policy })) {
    witness.refusals = 0;
    return;
  }
  const restMs = Math.min(second * 2 ** witness.refusals, restMsMax);
  witness.refusals += 1;
  witness.restUntil = performance.now() + restMs;
}

interface Head {
  readonly size: number;
  readonly note: string;
}

/** The witness's signature lines, nothing when it gives none. */
async function ask(deps: Deps, witness: Witness, head: Head): Promise<string> {
  const { url } = witness;
  // The second time with the size that it named the first.
  for (let round = 0; round < 2; round += 1) {
    const oldSize = witness.stand;
    if (oldSize > head.size) {
      const facts = { url, oldSize, size: head.size };
      deps.logger.fatal(facts, "a witness has seen more of the log than there is");
      // What it said last may have been a slip: it is asked where it stands the next time.
      witness.stand = 0;
      return "";
    }
    const answer = await postCheckpoint(deps, { url, head, oldSize });
    if (answer === null) return "";
    if (answer.status === 200) {
      witness.stand = head.size;
      return answer.text;
    }
    const size =
      answer.status === 409 && /^\d{1,15}\n?$/.test(answer.text) ? Number(answer.text) : null;
    if (size === null || size === oldSize) {
      deps.logger.error({ url, status: answer.status }, "a witness refused the log's head");
      return "";
    }
    witness.stand = size;
  }
  return "";
}

async function postCheckpoint(
  deps: Deps,
  { url, head, oldSize }: { url: string; head: Head; oldSize: number },
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
