import { assert, concat, uintBytes } from "@farthing/core";
import type { Hash } from "./hash.ts";
import { keyTypes } from "./keyTypes.ts";
import { isNoteText, noteKeyId, type NoteKey, signatureLine } from "./note.ts";
import { signedMessage } from "./signedMessage.ts";

/** Signs exactly these bytes with the private key it holds: Ed25519 (RFC 8032), or ML-DSA-44 without context (FIPS 204). */
export type Sign = (message: Uint8Array) => Uint8Array;

/** A key that signs notes. */
export interface Signer extends NoteKey {
  readonly sign: Sign;
}

/**
 * A signed note (c2sp.org/signed-note): `body`, a blank line, one line of each signer. Asserts that `body` ends in a
 * newline, has no other control character, and is a checkpoint where a signer's type asks for one. `time`: seconds
 * since 1970, which dated types state.
 *
 * @example
 * signNote(sha256, checkpointBody("pay.example/log", 1, root), [ed25519, mlDsa44], 1_800_000_000);
 */
export function signNote(
  hash: Hash,
  body: string,
  signers: readonly Signer[],
  time: number,
): string {
  assert(isNoteText(body), "a note's body is whole lines without control characters");
  assert(signers.length > 0, "a note has a signature");
  return `${body}\n${signers.map((signer) => cosign(hash, body, signer, time)).join("")}`;
}

/** One more signature line under `body`, newline included: what a witness answers. */
export function cosign(hash: Hash, body: string, signer: Signer, time: number): string {
  const { name, type } = signer;
  const message = signedMessage(signer, body, time);
  assert(message !== null, "what is signed by this type of key is a checkpoint");
  const keyId = noteKeyId(hash, signer);
  const bare = signer.sign(message);
  assert(bare.length === keyTypes[type].signature, "a signature is as long as its type says");
  const dated = keyTypes[type].isDated ? concat(uintBytes(BigInt(time), 8), bare) : bare;
  return signatureLine({ name, keyId, signature: dated });
}
