import { assert, concat, uintBytes, utf8 } from "@farthing/core";
import { parseCheckpoint } from "./checkpoint.ts";
import type { NoteKey } from "./note.ts";

/**
 * The bytes that a key of this type signs for `body`; `null` when it cannot state anything about it, because it signs
 * checkpoints only. `time` is in seconds since 1970 and counts for dated types only.
 * Sources: c2sp.org/signed-note; c2sp.org/tlog-cosignature, "Ed25519 signed message" and "ML-DSA-44 signed message".
 */
export function signedMessage(
  { name, type }: Pick<NoteKey, "name" | "type">,
  body: string,
  time: number,
): Uint8Array | null {
  assert(Number.isSafeInteger(time) && time >= 0, "a time is whole seconds since 1970");
  if (type === "ed25519") return utf8(body);
  if (parseCheckpoint(body) === null) return null;
  if (type === "ed25519-cosignature") return utf8(`cosignature/v1\ntime ${time}\n${body}`);
  return subtreeMessage(name, body, time);
}

/** `cosigned_message` over the whole tree: its start is 0, its end the checkpoint's size. */
function subtreeMessage(name: string, body: string, time: number): Uint8Array | null {
  const checkpoint = parseCheckpoint(body);
  const cosigner = opaque255(name);
  const origin = opaque255(checkpoint?.origin ?? "");
  if (checkpoint === null || cosigner === null || origin === null) return null;
  return concat(
    utf8("subtree/v1\n\0"),
    cosigner,
    uint64(time),
    origin,
    uint64(0),
    uint64(checkpoint.size),
    checkpoint.root,
  );
}

/** A text of 1 to 255 bytes behind its length in one (RFC 8446 §3.4), else `null`. */
function opaque255(text: string): Uint8Array | null {
  const bytes = utf8(text);
  return bytes.length === 0 || bytes.length > 255
    ? null
    : concat(Uint8Array.of(bytes.length), bytes);
}

const uint64 = (value: number) => uintBytes(BigInt(value), 8);
