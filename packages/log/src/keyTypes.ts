/**
 * What a note's key signs with (c2sp.org/signed-note, "Signature types"): `ed25519` the note itself;
 * `ed25519-cosignature` and `ml-dsa-44` a dated statement about a checkpoint (c2sp.org/tlog-cosignature).
 */
export type KeyType = "ed25519" | "ed25519-cosignature" | "ml-dsa-44";

interface KeyTypeFacts {
  /** Stands in key ids and verifier keys. */
  readonly byte: number;
  /** In bytes. */
  readonly publicKey: number;
  /** Of the bare signature, in bytes: RFC 8032, FIPS 204 table 2. */
  readonly signature: number;
  /** Its signature stands behind eight bytes of time. */
  readonly isDated: boolean;
}

/** Sizes and type bytes, from the two specifications. */
export const keyTypes: Record<KeyType, KeyTypeFacts> = {
  ed25519: { byte: 0x01, publicKey: 32, signature: 64, isDated: false },
  "ed25519-cosignature": { byte: 0x04, publicKey: 32, signature: 64, isDated: true },
  "ml-dsa-44": { byte: 0x06, publicKey: 1312, signature: 2420, isDated: true },
};

/** The type that a byte names, or `null`. */
export function keyTypeOf(byte: number | undefined): KeyType | null {
  const found = (Object.keys(keyTypes) as KeyType[]).find((type) => keyTypes[type].byte === byte);
  return found ?? null;
}
