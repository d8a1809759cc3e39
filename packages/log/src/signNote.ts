import { assert, utf8 } from "@farthing/core";
import type { Hash } from "./hash.ts";
import { isNoteText, noteKeyId, type NoteKey, signatureLine } from "./note.ts";

/** Ed25519 (RFC 8032) with the private key it holds: 64 bytes over exactly these bytes. */
export type Sign = (message: Uint8Array) => Uint8Array;

/**
 * A signed note (c2sp.org/signed-note): `body`, a blank line, one signature line. Asserts that `body`
 * ends in a newline and has no other control character.
 *
 * @example
 * signNote(sha256, checkpointBody("pay.example/log", 1, root), { name: "pay.example/log", publicKey }, sign);
 */
export function signNote(hash: Hash, body: string, key: NoteKey, sign: Sign): string {
  assert(isNoteText(body), "a note's body is whole lines without control characters");
  const signature = sign(utf8(body));
  assert(signature.length === 64, "an Ed25519 signature is 64 bytes");
  return `${body}\n${signatureLine({ name: key.name, keyId: noteKeyId(hash, key), signature })}`;
}
