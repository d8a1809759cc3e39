import { second } from "@farthing/core";
import {
  checkpointBody,
  emptyRoot,
  formatAddCheckpoint,
  signNote,
  type TrustPolicy,
} from "@farthing/log";
import type { Keys } from "../keys.ts";
import { sha256 } from "../sha256.ts";

const answerMs = 5 * second;
/** Longest size that is read: 15 digits and a line end. */
const sizePattern = /^\d{1,15}\n?$/;

/** How much of the log a witness has cosigned, as it says itself. */
export interface WitnessStand {
  readonly url: string;
  /** Leaves; null: it did not tell. */
  readonly size: number | null;
  /** Why not. */
  readonly why: string | null;
}

/** A head that is true of every log: no leaves. Who signs it promises nothing. */
export function emptyHead(log: Keys["log"], seconds: number): string {
  return signNote(sha256, checkpointBody(log[0].name, 0, emptyRoot(sha256)), log, seconds);
}

/**
 * Asks each witness of the policy how much of the log it has cosigned. There is no request for that
 * (c2sp.org/tlog-witness): it is asked to cosign `note`, a head that was published before, from size 0, and answers with
 * 409 and the size where it stands. One that stands at 0 may cosign the note.
 */
export function witnessStands(policy: TrustPolicy, note: string): Promise<WitnessStand[]> {
  const urls = new Set([...policy.witnesses.values()].flatMap(({ url }) => url ?? []));
  const body = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: note });
  return Promise.all([...urls].map((url) => askStand(url, body)));
}

async function askStand(url: string, body: string): Promise<WitnessStand> {
  const silent = (why: string): WitnessStand => ({ url, size: null, why });
  try {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: "POST",
      body,
      signal: AbortSignal.timeout(answerMs),
      redirect: "error",
    });
    if (response.status === 200) {
      await response.body?.cancel();
      return { url, size: 0, why: null };
    }
    if (response.status !== 409) {
      await response.body?.cancel();
      return silent(`it answered ${response.status}`);
    }
    const size = await readSize(response);
    return size === null ? silent("it told no size") : { url, size, why: null };
  } catch {
    return silent("it did not answer");
  }
}

async function readSize({ body }: Response): Promise<number | null> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > 20) break;
  }
  return sizePattern.test(text) ? Number(text) : null;
}
