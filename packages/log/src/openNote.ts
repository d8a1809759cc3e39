import { utf8 } from "@farthing/core";
import type { Hash } from "./hash.ts";
import { noteKeyId, type NoteKey, type NoteSignature, parseNote } from "./note.ts";

/** Ed25519 verification (RFC 8032), in the order of sodium's and noble's own functions. */
export type Verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

/** A note whose key has signed `body`. `unverified` are other keys' lines: witnesses, newer keys. */
export interface OpenedNote {
  readonly body: string;
  readonly unverified: readonly NoteSignature[];
}

/**
 * The body of `note` if `key` signed it, else `null` (c2sp.org/signed-note): no note, no line of this
 * key, or any line of this key that does not verify. Never throws on any `note`.
 *
 * Where Ed25519 is asynchronous (WebCrypto), `parseNote` and `noteKeyId` give the parts to check.
 */
export function openNote(
  hash: Hash,
  note: string,
  key: NoteKey,
  verify: Verify,
): OpenedNote | null {
  const parsed = parseNote(note);
  if (parsed === null) return null;
  const keyId = noteKeyId(hash, key);
  const isOurs = (line: NoteSignature) => line.name === key.name && line.keyId === keyId;
  const ours = parsed.signatures.filter(isOurs);
  const message = utf8(parsed.body);
  const signed = ours.every(
    ({ signature }) => signature.length === 64 && verify(signature, message, key.publicKey),
  );
  if (ours.length === 0 || !signed) return null;
  return { body: parsed.body, unverified: parsed.signatures.filter((line) => !isOurs(line)) };
}
