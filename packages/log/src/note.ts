import { assert, bytesToUint, concat, utf8 } from "@farthing/core";
import { fromBase64, toBase64 } from "./base64.ts";
import type { Hash } from "./hash.ts";

/** Who signs a note: an Ed25519 key (RFC 8032, 32 bytes) under a name, e.g. `pay.example/log`. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

/** One line below a note. `keyId` is a uint32; what the bytes of `signature` are depends on the key. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Uint8Array;
}

/** A note taken apart, nothing verified. `body` ends in a newline and is what was signed, in UTF-8. */
export interface Note {
  readonly body: string;
  readonly signatures: readonly NoteSignature[];
}

/** The bounds of Go's reader (golang.org/x/mod/sumdb/note), so that what it opens opens here. */
export const noteLimits = { length: 1_000_000, signatures: 100 } as const;

/** Type byte of Ed25519 in key ids and verifier keys (c2sp.org/signed-note, "Signature types"). */
const ed25519 = Uint8Array.of(0x01);
const signaturePrefix = "— ";

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key) (c2sp.org/signed-note). */
export function noteKeyId(hash: Hash, { name, publicKey }: NoteKey): number {
  assert(isKeyName(name), "a key name has no space, plus or control character");
  assert(publicKey.length === 32, "an Ed25519 public key is 32 bytes");
  const digest = hash(concat(utf8(`${name}\n`), ed25519, publicKey));
  return Number(bytesToUint(digest.subarray(0, 4)));
}

/** The key as text for other people's verifiers: `name+<key id in hex>+<base64 of 0x01 ‖ public key>`. */
export function verifierKey(hash: Hash, key: NoteKey): string {
  const keyId = noteKeyId(hash, key).toString(16).padStart(8, "0");
  return `${key.name}+${keyId}+${toBase64(concat(ed25519, key.publicKey))}`;
}

/** Takes a signed note apart, or `null` if it is not one. Verifies nothing: that is `openNote`'s. */
export function parseNote(note: string): Note | null {
  if (note.length > noteLimits.length || !isNoteText(note)) return null;
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0) return null;
  const lines = note.slice(blank + 2, -1).split("\n");
  if (lines.length > noteLimits.signatures) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === null) return null;
    signatures.push(signature);
  }
  return { body: note.slice(0, blank + 1), signatures };
}

function parseSignature(line: string): NoteSignature | null {
  if (!line.startsWith(signaturePrefix)) return null;
  const [name, encoded, ...more] = line.slice(signaturePrefix.length).split(" ");
  if (name === undefined || !isKeyName(name) || encoded === undefined || more.length > 0) {
    return null;
  }
  const bytes = fromBase64(encoded);
  if (bytes === null || bytes.length < 5) return null;
  const keyId = Number(bytesToUint(bytes.subarray(0, 4)));
  return { name, keyId, signature: bytes.subarray(4) };
}

/** One signature line, newline included. */
export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  const keyBytes = Uint8Array.of(keyId >>> 24, keyId >>> 16, keyId >>> 8, keyId);
  return `${signaturePrefix}${name} ${toBase64(concat(keyBytes, signature))}\n`;
}

/** Whether `text` may stand in a note: whole lines of well-formed Unicode, newline its only control. */
export function isNoteText(text: string): boolean {
  if (!text.endsWith("\n") || !text.isWellFormed()) return false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 && unit !== 0x0a) return false;
  }
  return true;
}

/** Whether `name` may name a key: not empty, no Unicode space, no plus, nothing a note may not hold. */
export function isKeyName(name: string): boolean {
  return name !== "" && !/[+\p{White_Space}]/u.test(name) && isNoteText(`${name}\n`);
}
