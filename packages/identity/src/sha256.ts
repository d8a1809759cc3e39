import sodium from "sodium-native";

/** SHA-256 by libsodium. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const digest = Buffer.allocUnsafe(32);
  sodium.crypto_hash_sha256(digest, bytes);
  return new Uint8Array(digest);
}
