import { assert } from "@farthing/core";
import { open, seal as sealBytes } from "@farthing/identity";

/** Encrypts a secret for a column of the store; `place` (whose it is) is needed again to open it. */
export function seal(fieldKey: Uint8Array, place: string, secret: Uint8Array): Uint8Array {
  return sealBytes(fieldKey, secret, place);
}

/** The secret that `seal` hid. That it opens is asserted: a wrong key, place or byte is a bug or a broken disk. */
export function unseal(fieldKey: Uint8Array, place: string, sealed: Uint8Array): Uint8Array {
  const secret = open(fieldKey, sealed, place);
  assert(secret !== null, "what this server sealed opens under its own key");
  return secret;
}
