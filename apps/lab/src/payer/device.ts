import { toBase64url } from "@farthing/core";
import {
  type Authorization,
  authorizationBytes,
  type DeviceKey,
  type KeyProof,
  proofBytes,
  type ProofPurpose,
} from "@farthing/protocol";
import sodium from "sodium-native";

/** A frame's key, held by a program instead of a browser. */
export interface Device {
  readonly key: DeviceKey;
  sign(message: Uint8Array): string;
  counter: number;
}

/** A fresh Ed25519 device key. */
export function makeDevice(): Device {
  const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
  const secretKey = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, crypto.getRandomValues(new Uint8Array(32)));
  const signature = Buffer.alloc(sodium.crypto_sign_BYTES);
  return {
    key: { alg: "Ed25519", key: publicKey.toString("base64url") },
    sign(message) {
      sodium.crypto_sign_detached(signature, Buffer.from(message), secretKey);
      return signature.toString("base64url");
    },
    counter: 0,
  };
}

const hashes = new Map<string, string>();

/** SHA-256 of an offer's compact text, base64url. Known offers are not hashed again: a browser hashes them on load. */
export function offerHash(offer: string): string {
  const known = hashes.get(offer);
  if (known !== undefined) return known;
  const hash = Buffer.alloc(32);
  sodium.crypto_hash_sha256(hash, Buffer.from(offer));
  const text = hash.toString("base64url");
  hashes.set(offer, text);
  return text;
}

/** Proof that this program holds the key, for one purpose and subject. */
export function prove(
  device: Device,
  proof: { purpose: ProofPurpose; subject: string; time: number },
): KeyProof {
  return { device: device.key, time: proof.time, signature: device.sign(proofBytes(proof)) };
}

/** The next click's authorization and its signature. */
export function authorize(
  device: Device,
  click: { offer: string; allowance: string; time: number },
) {
  device.counter += 1;
  const authorization: Authorization = {
    offer: offerHash(click.offer),
    allowance: click.allowance,
    counter: device.counter,
    nonce: toBase64url(crypto.getRandomValues(new Uint8Array(16))),
    time: click.time,
    notAfter: click.time + 30_000,
    gesture: "click",
  };
  return { authorization, signature: device.sign(authorizationBytes(authorization)) };
}
