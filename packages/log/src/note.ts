import { assert, bytesToUint, concat, utf8 } from "@farthing/core";
import { fromBase64, toBase64 } from "./base64.ts";
import type { Hash } from "./hash.ts";
import { type KeyType, keyTypes } from "./keyTypes.ts";

/** Who signs a note, e.g. `pay.example/log`, and how. The public key is as long as its type says. */
export interface NoteKey {
  readonly name: string;
  readonly type: KeyType;
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

const signaturePrefix = "— ";

/** First four bytes of SHA-256(name ‖ 0x0A ‖ type byte ‖ public key) (c2sp.org/signed-note). */
export function noteKeyId(hash: Hash, { name, type, publicKey }: NoteKey): number {
  const { byte, publicKey: length } = keyTypes[type];
  assert(isKeyName(name), "a key name has no space, plus or control character");
  assert(publicKey.length === length, "a public key is as long as its type says");
  const digest = hash(concat(utf8(`${name}\n`), Uint8Array.of(byte), publicKey));
  return Number(bytesToUint(digest.subarray(0, 4)));
}

/** Takes a signed note apart, or `null` if it is not one. Verifies nothing: that is `openNote`'s. */
export function parseNote(note: string): Note | null {
  if (note.length > noteLimits.length || !isNoteText(note)) return null;
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0) return null;
  const signatures = parseSignatures(note.slice(blank + 2));
  return signatures === null ? null : { body: note.slice(0, blank + 1), signatures };
}

/** The signature lines of a note, or of a witness's answer; `null` unless all of `lines` is such lines. */
export function parseSignatures(lines: string): NoteSignature[] | null {
  if (lines.length > noteLimits.length || !isNoteText(lines)) return null;
  const each = lines.slice(0, -1).split("\n");
  if (each.length > noteLimits.signatures) return null;
  const signatures: NoteSignature[] = [];
  for (const line of each) {
    const signature = parseSignature(line);
    if (signature === null) return null;
    signatures.push(signature);
  }
  return signatures;
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
