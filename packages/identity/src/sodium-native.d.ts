// sodium-native ships no types: what this package and its tests call, merged with the other packages' declarations.
declare module "sodium-native" {
  export interface Sodium {
    crypto_hash_sha256(out: Uint8Array, message: Uint8Array): void;
    crypto_sign_verify_detached(
      signature: Uint8Array,
      message: Uint8Array,
      publicKey: Uint8Array,
    ): boolean;
  }
}
