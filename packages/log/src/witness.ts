import { assert, bytesEqual } from "@farthing/core";
import { fromBase64, toBase64 } from "./base64.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { verifyConsistency } from "./consistency.ts";
import { emptyRoot, type Hash, hashLength } from "./hash.ts";
import { noteLimits, type NoteKey, parseNote } from "./note.ts";
import { isSignedBy } from "./openCheckpoint.ts";
import { openNote, type Verifiers } from "./openNote.ts";
import { isCount } from "./subtree.ts";

/** What a log asks of a witness (c2sp.org/tlog-witness, add-checkpoint). */
export interface AddCheckpoint {
  readonly oldSize: number;
  /** From `oldSize` to the checkpoint's size (RFC 6962 §2.1.2), at most 63 hashes. */
  readonly proof: readonly Uint8Array[];
  /** A signed note. */
  readonly checkpoint: string;
}

const proofMax = 63;

/** The body of the request. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  assert(isCount(oldSize) && proof.length <= proofMax, "a size and at most 63 hashes");
  return `${[`old ${oldSize}`, ...proof.map(toBase64)].join("\n")}\n\n${checkpoint}`;
}

/** Takes the body of a request apart, or `null` if it is not one. Never throws. */
export function parseAddCheckpoint(body: string): AddCheckpoint | null {
  if (body.length > noteLimits.length) return null;
  const blank = body.indexOf("\n\n");
  if (blank < 0) return null;
  const [first = "", ...lines] = body.slice(0, blank).split("\n");
  const digits = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1];
  const oldSize = Number(digits);
  if (digits === undefined || !isCount(oldSize) || lines.length > proofMax) return null;
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (hash?.length !== hashLength) return null;
    proof.push(hash);
  }
  return { oldSize, proof, checkpoint: body.slice(blank + 2) };
}

/** What a witness remembers of a log: the head that it cosigned last. */
export interface Cosigned {
  readonly size: number;
  readonly root: Uint8Array;
}

/** A witness's answer before it signs: what to cosign, or the status to send and why. */
export type Judged =
  | { readonly status: 200; readonly checkpoint: Checkpoint; readonly body: string }
  /** `size`: where the witness stands. */
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422; readonly why: string };

/**
 * Whether a witness may cosign, in the order of c2sp.org/tlog-witness. `keysOf`: the keys of a log by its origin, none
 * for an unknown one. `last`: what it cosigned last of that log, `null` for nothing. To be asked, stored and answered
 * with no other request of that log between.
 */
export async function judgeAddCheckpoint(
  hash: Hash,
  request: AddCheckpoint,
  of: {
    readonly keys: readonly NoteKey[];
    readonly last: Cosigned | null;
    readonly verifiers: Verifiers;
  },
): Promise<Judged> {
  const { oldSize, proof } = request;
  if (of.keys.length === 0) return { status: 404, why: "This witness does not know that log." };
  const opened = await openNote(hash, request.checkpoint, of.keys, of.verifiers);
  // Of two kinds of keys both: whoever can forge one must not make a witness follow a head that is not the log's.
  if (opened === null || !isSignedBy(of.keys, opened.signed)) {
    return { status: 403, why: "The checkpoint is not signed with each kind of key of that log." };
  }
  const checkpoint = parseCheckpoint(opened.body);
  if (checkpoint === null || oldSize > checkpoint.size) {
    return { status: 400, why: "The old size is larger than the checkpoint's." };
  }
  const last = of.last ?? { size: 0, root: emptyRoot(hash) };
  if (oldSize !== last.size) return { status: 409, size: last.size };
  if (oldSize === checkpoint.size && !bytesEqual(last.root, checkpoint.root)) {
    return { status: 409, size: last.size };
  }
  const { size: newSize, root: newRoot } = checkpoint;
  const grows = verifyConsistency(hash, { oldSize, newSize, oldRoot: last.root, newRoot, proof });
  if (!grows) return { status: 422, why: "The consistency proof does not verify." };
  return { status: 200, checkpoint, body: opened.body };
}

/** The origin that a checkpoint names, before anything is verified: whose keys and state to look up. */
export function originOf(checkpoint: string): string | null {
  return parseCheckpoint(parseNote(checkpoint)?.body ?? "")?.origin ?? null;
}
