// sodium-native ships no types; these are the functions this package calls.
declare module "sodium-native" {
  const sodium: {
    crypto_hash_sha256(out: Uint8Array, message: Uint8Array): void;
  };
  export default sodium;
}
