// sodium-native ships no types; these are the functions this package calls. Other packages add theirs to
// the interface in their own declaration file: declarations of one module merge, its default export may not repeat.
declare module "sodium-native" {
  export interface Sodium {
    crypto_hash_sha256(out: Uint8Array, message: Uint8Array): void;
  }
  const sodium: Sodium;
  export default sodium;
}
