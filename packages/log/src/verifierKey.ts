import { concat } from "@farthing/core";
import { fromBase64, toBase64 } from "./base64.ts";
import type { Hash } from "./hash.ts";
import { keyTypeOf, keyTypes } from "./keyTypes.ts";
import { isKeyName, noteKeyId, type NoteKey } from "./note.ts";

/** The key as text for other people's verifiers: `name+<key id in hex>+<base64 of type byte ‖ public key>`. */
export function verifierKey(hash: Hash, key: NoteKey): string {
  const material = concat(Uint8Array.of(keyTypes[key.type].byte), key.publicKey);
  return `${key.name}+${hexId(hash, key)}+${toBase64(material)}`;
}

/** The key that such a text states, or `null`: another shape, an unknown type, or an id that is not this key's. */
export function parseVerifierKey(hash: Hash, text: string): NoteKey | null {
  const [name = "", id, ...rest] = text.split("+");
  // Base64 may hold a plus of its own.
  const material = fromBase64(rest.join("+"));
  const type = keyTypeOf(material?.[0]);
  if (material === null || type === null || !isKeyName(name)) return null;
  const publicKey = material.subarray(1);
  if (publicKey.length !== keyTypes[type].publicKey) return null;
  const key: NoteKey = { name, type, publicKey };
  return id === hexId(hash, key) ? key : null;
}

function hexId(hash: Hash, key: NoteKey): string {
  return noteKeyId(hash, key).toString(16).padStart(8, "0");
}
