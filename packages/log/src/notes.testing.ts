import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { assert, fromHex } from "@farthing/core";
import type { KeyType, Signer, Verifiers, Verify } from "./index.ts";

/** Node's own SHA-256. */
export const sha256 = (data: Uint8Array): Uint8Array =>
  new Uint8Array(createHash("sha256").update(data).digest());

/** DER before a seed (RFC 8410; RFC 9881 §6, seed only) and before a public key, by algorithm. */
const headers = {
  ed25519: {
    seed: "302e020100300506032b657004220420",
    publicKey: "302a300506032b6570032100",
  },
  mlDsa44: {
    seed: "3034020100300b060960864801650304031104228020",
    publicKey: "30820532300b06096086480165030403110382052100",
  },
} as const;

type Algorithm = keyof typeof headers;

const algorithmOf = (type: KeyType): Algorithm => (type === "ml-dsa-44" ? "mlDsa44" : "ed25519");

function privateKeyOf(algorithm: Algorithm, seed: Uint8Array): KeyObject {
  const key = Buffer.concat([bytes(headers[algorithm].seed), seed]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function verifierOf(algorithm: Algorithm): Verify {
  return (signature, message, publicKey) => {
    const der = Buffer.concat([bytes(headers[algorithm].publicKey), publicKey]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, message, key, signature);
  };
}

/** OpenSSL's, through Node. */
export const opensslVerifiers: Verifiers = {
  ed25519: verifierOf("ed25519"),
  mlDsa44: verifierOf("mlDsa44"),
};

/** A key that signs with OpenSSL, from a seed of 32 bytes. */
export function opensslSigner(name: string, type: KeyType, seed: Uint8Array): Signer {
  const algorithm = algorithmOf(type);
  const key = privateKeyOf(algorithm, seed);
  const der = createPublicKey(key).export({ format: "der", type: "spki" });
  const publicKey = new Uint8Array(der.subarray(headers[algorithm].publicKey.length / 2));
  return { name, type, publicKey, sign: (message) => new Uint8Array(sign(null, message, key)) };
}

/** Bytes of a hexadecimal text. */
export function bytes(text: string): Uint8Array {
  const value = fromHex(text);
  assert(value !== null, "vectors are hexadecimal");
  return value;
}
