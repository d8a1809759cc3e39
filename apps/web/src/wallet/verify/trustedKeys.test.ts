import { verifierKey } from "@farthing/log";
import { toBase64url } from "@farthing/core";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { readJwks, readVerifierKey } from "./trustedKeys.ts";

const publicKey = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);

test("reads the verifier key that the log writes, whatever its base64 holds", () => {
  for (let seed = 0; seed < 64; seed += 1) {
    const key = { name: "pay.example/log", publicKey: sha256(Uint8Array.of(seed)) };
    expect(readVerifierKey(`${verifierKey(sha256, key)}\n`)).toEqual(key);
  }
});

test.each(["", "pay.example/log", "a+b+c", "a+00000000+AQ==", "+00000000+"])(
  "%j is no verifier key",
  (text) => expect(readVerifierKey(text)).toBeNull(),
);

test("keeps the Ed25519 keys of a JWKS only", () => {
  const x = toBase64url(publicKey);
  const keys = readJwks({
    keys: [
      { kty: "OKP", crv: "Ed25519", kid: "a", x, use: "sig" },
      { kty: "OKP", crv: "X25519", kid: "b", x },
      { kty: "OKP", crv: "Ed25519", kid: "c", x: "AA" },
    ],
  });
  expect([...keys]).toEqual([["a", publicKey]]);
});
