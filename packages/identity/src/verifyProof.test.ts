import { generateKeyPairSync, sign } from "node:crypto";
import { instant, toBase64url } from "@farthing/core";
import { type KeyProof, proofBytes, type ProofPurpose } from "@farthing/protocol";
import { expect, test } from "vitest";
import { verifyProof } from "./verifyProof.ts";

const now = instant(1_795_000_000_000);
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const device = { alg: "Ed25519", key: publicKey.export({ format: "jwk" }).x! } as const;

function proofOf(purpose: ProofPurpose, subject: string, time: number): KeyProof {
  const signature = sign(null, proofBytes({ purpose, subject, time }), privateKey);
  return { device, time, signature: toBase64url(signature) };
}

test("a proof is for one purpose, one subject and one minute", () => {
  const verdict = (proof: KeyProof, purpose: ProofPurpose, subject: string) =>
    verifyProof({ proof, purpose, subject, now });
  const table = [
    // signed for          shown for             at ms     verdict
    ["grant", "a", "grant", "a", 0, "ok"],
    ["grant", "a", "grant", "a", -60_000, "ok"],
    ["grant", "a", "grant", "a", 60_000, "ok"],
    ["grant", "a", "grant", "a", -60_001, "authorization-expired"],
    ["grant", "a", "grant", "a", 60_001, "clock-skew"],
    ["grant", "a", "grant", "b", 0, "signature-invalid"],
    ["grant", "a", "undo", "a", 0, "signature-invalid"],
    ["grant", "aundo", "grant", "a", 0, "signature-invalid"],
  ] as const;
  for (const [purpose, subject, shownPurpose, shownSubject, at, expected] of table) {
    const proof = proofOf(purpose, subject, now + at);
    expect([at, verdict(proof, shownPurpose, shownSubject)]).toEqual([at, expected]);
  }
});

test("a proof whose time, key or signature was exchanged is refused", () => {
  const proof = proofOf("hello", "a", now);
  const other = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x!;
  for (const altered of [
    { ...proof, time: now + 1 },
    { ...proof, device: { alg: "Ed25519", key: other } },
    { ...proof, device: { alg: "P-256", key: device.key } },
    { ...proof, signature: "" },
    { ...proof, signature: "not base64url!" },
  ] as const) {
    const check = { proof: altered, purpose: "hello", subject: "a", now } as const;
    expect(verifyProof(check)).toBe("signature-invalid");
  }
});
