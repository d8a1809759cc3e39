import { assert } from "@farthing/core";
import { fromBase64, toBase64 } from "./base64.ts";
import { hashLength } from "./hash.ts";
import { isKeyName, isNoteText } from "./note.ts";
import { isCount } from "./subtree.ts";

/** What a log's signed head states: the root over its first `size` leaves. */
export interface Checkpoint {
  /** The log's name, e.g. `pay.example/log`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Longest checkpoint body read, in UTF-16 units. */
export const checkpointLengthMax = 16_384;

/**
 * The text a log signs for its head (c2sp.org/tlog-checkpoint): origin, size, root, a line each.
 * Asserts that the origin can be a key's name too, as the log's key is to carry it.
 */
export function checkpointBody(origin: string, size: number, root: Uint8Array): string {
  assert(isKeyName(origin), "an origin has no space, plus or control character");
  assert(isCount(size), "a size is a non-negative safe integer");
  assert(root.length === hashLength, "a root is 32 bytes");
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Reads a checkpoint's body, or `null` if it is not one or its size is above 2^53 − 1. Extension lines
 * are allowed and left out. Trust it only as the body of an opened note. Never throws.
 */
export function parseCheckpoint(body: string): Checkpoint | null {
  if (body.length > checkpointLengthMax || !isNoteText(body)) return null;
  const [origin, decimal, encoded, ...extensions] = body.slice(0, -1).split("\n");
  if (!origin || !decimal || !encoded || extensions.includes("")) return null;
  if (!/^(0|[1-9][0-9]{0,15})$/.test(decimal)) return null;
  const size = Number(decimal);
  const root = fromBase64(encoded);
  if (!isCount(size) || root === null || root.length !== hashLength) return null;
  return { origin, size, root };
}
