import { bytesToUint } from "@farthing/core";
import type { Hash } from "./hash.ts";
import { type KeyType, keyTypes } from "./keyTypes.ts";
import { noteKeyId, type NoteKey, type NoteSignature, parseNote } from "./note.ts";
import { signedMessage } from "./signedMessage.ts";

/** Whether `signature` is this public key's over `message`; WebCrypto answers later. */
export type Verify = (
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
) => boolean | Promise<boolean>;

/** Who checks which kind of signature: Ed25519 (RFC 8032) and ML-DSA-44 without context (FIPS 204). */
export interface Verifiers {
  readonly ed25519: Verify;
  readonly mlDsa44: Verify;
}

/** A signature that was checked. `time`: seconds since 1970 as the signer states them, `null` for undated types. */
export interface Signed {
  readonly key: NoteKey;
  readonly time: number | null;
}

/** A note that at least one known key signed. `unverified`: lines of keys that nobody named. */
export interface OpenedNote {
  readonly body: string;
  readonly signed: readonly Signed[];
  readonly unverified: readonly NoteSignature[];
}

/** A note whose lines of known keys were all looked at. `failed`: whose line does not verify. */
export interface ProvenNote extends OpenedNote {
  readonly failed: readonly NoteKey[];
}

/**
 * The body of `note` and who of `keys` signed it, or `null` (c2sp.org/signed-note): no note, no line of these keys, or
 * any line of theirs that does not verify. Answers any `note`; rejects only as `verifiers` do.
 */
export async function openNote(
  hash: Hash,
  note: string,
  keys: readonly NoteKey[],
  verifiers: Verifiers,
): Promise<OpenedNote | null> {
  const proven = await proveNote(hash, note, keys, verifiers);
  if (proven === null || proven.failed.length > 0 || proven.signed.length === 0) return null;
  const { body, signed, unverified } = proven;
  return { body, signed, unverified };
}

/**
 * The same for who must say which line is wrong: `null` is no note at all. Nothing of it may be believed before
 * `failed` is seen to be empty.
 */
export async function proveNote(
  hash: Hash,
  note: string,
  keys: readonly NoteKey[],
  verifiers: Verifiers,
): Promise<ProvenNote | null> {
  const parsed = parseNote(note);
  if (parsed === null) return null;
  const known = keys.map((key) => ({ key, keyId: noteKeyId(hash, key) }));
  const signed: Signed[] = [];
  const failed: NoteKey[] = [];
  const unverified: NoteSignature[] = [];
  for (const line of parsed.signatures) {
    const found = known.find(({ key, keyId }) => key.name === line.name && keyId === line.keyId);
    if (found === undefined) {
      unverified.push(line);
      continue;
    }
    const proven = await verifyLine(found.key, parsed.body, line, verifiers);
    if (proven === null) failed.push(found.key);
    else signed.push(proven);
  }
  return { body: parsed.body, signed, failed, unverified };
}

async function verifyLine(
  key: NoteKey,
  body: string,
  { signature }: NoteSignature,
  verifiers: Verifiers,
): Promise<Signed | null> {
  const { isDated, signature: length } = keyTypes[key.type];
  if (signature.length !== length + (isDated ? 8 : 0)) return null;
  const time = isDated ? Number(bytesToUint(signature.subarray(0, 8))) : null;
  if (time !== null && !Number.isSafeInteger(time)) return null;
  const message = signedMessage(key, body, time ?? 0);
  const bare = isDated ? signature.subarray(8) : signature;
  if (message === null) return null;
  const isTrue = await verifiers[algorithms[key.type]](bare, message, key.publicKey);
  return isTrue ? { key, time } : null;
}

const algorithms: Record<KeyType, keyof Verifiers> = {
  ed25519: "ed25519",
  "ed25519-cosignature": "ed25519",
  "ml-dsa-44": "mlDsa44",
};
