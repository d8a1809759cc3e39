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
  return Promise.all(
    [...urls].map(async (url) => {
      const { size, why } = await askStand(url, body);
      return { url, size, why };
    }),
  );
}

/** A signed head of a log. */
export interface HeadNote {
  readonly size: number;
  readonly note: string;
}

/** What a witness says of one head. */
export interface WitnessWord extends WitnessStand {
  /** It cosigned that very head last, and none of another root; asked only about a head of the size where it stands. */
  readonly isSame: boolean;
}

/**
 * Asks the witness at `url` whether it stands at `head`: to cosign it from its own size. At another size it says at which,
 * at the same it cosigns again what it cosigned already, or refuses another root: wherever it stands, it stays there.
 */
export async function askAboutHead(url: string, head: HeadNote): Promise<WitnessWord> {
  const checkpoint = head.note;
  const body = formatAddCheckpoint({ oldSize: head.size, proof: [], checkpoint });
  const { isCosigned, ...stand } = await askStand(url, body);
  return { ...stand, size: isCosigned ? head.size : stand.size, isSame: isCosigned };
}

async function askStand(
  url: string,
  body: string,
): Promise<WitnessStand & { isCosigned: boolean }> {
  const told = (size: number | null, why: string | null, isCosigned = false) => ({
    url,
    size,
    why,
    isCosigned,
  });
  try {
    const response = await fetch(`${url.replace(/\/$/, "")}/add-checkpoint`, {
      method: "POST",
      body,
      signal: AbortSignal.timeout(answerMs),
      redirect: "error",
    });
    if (response.status === 200) {
      await response.body?.cancel();
      return told(0, null, true);
    }
    if (response.status !== 409) {
      await response.body?.cancel();
      return told(null, `it answered ${response.status}`);
    }
    const size = await readSize(response);
    return told(size, size === null ? "it told no size" : null);
  } catch {
    return told(null, "it did not answer");
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
