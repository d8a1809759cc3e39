import type { Verifiers } from "@farthing/log";
import sodium from "sodium-native";
import { verifyMlDsa } from "../mlDsa.ts";

/** How this server checks notes: libsodium's Ed25519, OpenSSL's ML-DSA-44. */
export const verifiers: Verifiers = {
  ed25519: (signature, message, publicKey) =>
    sodium.crypto_sign_verify_detached(signature, message, publicKey),
  mlDsa44: verifyMlDsa,
};
