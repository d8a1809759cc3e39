import { type NoteKey, verifierKey } from "@farthing/log";
import { toBase64url } from "@farthing/core";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { readJwks, readVerifierKeys } from "./trustedKeys.ts";

const publicKey = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);

test("reads the verifier keys that the log writes, whatever their base64 holds", () => {
  const name = "pay.example/log";
  const second: NoteKey = { name, type: "ml-dsa-44", publicKey: new Uint8Array(1312).fill(3) };
  for (let seed = 0; seed < 64; seed += 1) {
    const key: NoteKey = { name, type: "ed25519", publicKey: sha256(Uint8Array.of(seed)) };
    const lines = [key, second].map((each) => `${verifierKey(sha256, each)}\n`);
    expect(readVerifierKeys(lines.join(""))).toEqual([key, second]);
  }
});

test("refuses keys of two names", () => {
  const key: NoteKey = { name: "a", type: "ed25519", publicKey };
  const lines = [key, { ...key, name: "b" }].map((each) => verifierKey(sha256, each));
  expect(readVerifierKeys(lines.join("\n"))).toBeNull();
});

test.each(["", "pay.example/log", "a+b+c", "a+00000000+AQ==", "+00000000+"])(
  "%j is no verifier key",
  (text) => expect(readVerifierKeys(text)).toBeNull(),
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
