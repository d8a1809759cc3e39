import { assert, toBase64url, utf8 } from "@farthing/core";
import type { Signer } from "@farthing/log";
import type { Sign } from "@farthing/protocol";
import sodium from "sodium-native";
import { mlDsaKey } from "./mlDsa.ts";
import { hmacSha256 } from "./payments/hmac.ts";
import { sha256 } from "./sha256.ts";

/** An Ed25519 key that signs, and the half of it that everybody may have. */
export interface SigningKey {
  /** 32 raw bytes. */
  readonly publicKey: Uint8Array;
  readonly sign: Sign;
}

/** One key for one job: what leaks from one opens nothing of another. */
export interface Keys {
  /** Signs offers and receipts. `kid` is its RFC 7638 thumbprint. */
  readonly issuer: SigningKey & { readonly kid: string };
  /** Sign checkpoints of the public log, Ed25519 first; both carry the log's name. */
  readonly log: readonly [Signer, Signer];
  /** AES-256-GCM over secrets at rest. */
  readonly fieldKey: Uint8Array;
  /** HMAC-SHA-256: the name of a payer towards one merchant. */
  readonly pairwiseKey: Uint8Array;
  /** HMAC-SHA-256: how a payment page was reached (rule 4). */
  readonly arrivalKey: Uint8Array;
  /** What the operator's own requests carry (`farthing operator key` tells it): base64url of 32 bytes. */
  readonly operatorKey: string;
}

/** 32 random bytes for each key. */
export interface KeySeeds {
  readonly issuer: Uint8Array;
  readonly log: Uint8Array;
  readonly field: Uint8Array;
  readonly pairwise: Uint8Array;
  readonly arrival: Uint8Array;
}

/** The keys that `seeds` make. `logName` is the host of the log's origin, without a scheme. */
export function makeKeys(seeds: KeySeeds, logName: string): Keys {
  for (const seed of [seeds.issuer, seeds.log, seeds.field, seeds.pairwise, seeds.arrival]) {
    assert(seed.length === 32, "a key seed is 32 bytes");
  }
  const issuer = signingKey(seeds.issuer);
  return {
    issuer: { kid: keyThumbprint(issuer.publicKey), ...issuer },
    log: logKeys(seeds.log, logName),
    fieldKey: seeds.field,
    pairwiseKey: seeds.pairwise,
    arrivalKey: seeds.arrival,
    operatorKey: operatorKey(seeds.field),
  };
}

/** The key that `seed`, 32 bytes, makes. */
export function signingKey(seed: Uint8Array): SigningKey {
  const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
  const secretKey = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, Buffer.from(seed));
  return {
    publicKey,
    sign(message) {
      const signature = Buffer.allocUnsafe(sodium.crypto_sign_BYTES);
      sodium.crypto_sign_detached(signature, message, secretKey);
      return signature;
    },
  };
}

/**
 * Ed25519 for every verifier there is, and ML-DSA-44 for the day when that one is broken (c2sp.org/tlog-checkpoint). The
 * second is made of the seed that is there, so that folders of before need no new one.
 */
function logKeys(seed: Uint8Array, name: string): Keys["log"] {
  const second = hmacSha256(seed, utf8("farthing/log-ml-dsa-44/v1"));
  return [
    { name, type: "ed25519", ...signingKey(seed) },
    { name, type: "ml-dsa-44", ...mlDsaKey(second) },
  ];
}

/** The operator's key, base64url of 32 bytes: made of a seed that is there, so that folders of before need no new one. */
export function operatorKey(fieldSeed: Uint8Array): string {
  return toBase64url(hmacSha256(fieldSeed, utf8("farthing/operator/v1")));
}

/** RFC 7638 §3 with the members of RFC 8037 §2, in lexicographic order. */
function keyThumbprint(publicKey: Uint8Array): string {
  const members = `{"crv":"Ed25519","kty":"OKP","x":"${toBase64url(publicKey)}"}`;
  return toBase64url(sha256(utf8(members)));
}
