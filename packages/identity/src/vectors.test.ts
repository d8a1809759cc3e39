import { readFileSync } from "node:fs";
import { fromBase64url, fromHex, instant, toBase64url } from "@farthing/core";
import type { DeviceKey, ProofPurpose } from "@farthing/protocol";
import { expect, test } from "vitest";
import { thumbprint } from "./thumbprint.ts";
import { verifyDeviceSignature } from "./verifyDeviceSignature.ts";
import { verifyProof } from "./verifyProof.ts";

interface Vectors {
  devices: (DeviceKey & { thumbprint: string })[];
  notDevices: DeviceKey[];
  valid: { bytes: string; signature: string }[];
  proofs: { purpose: ProofPurpose; subject: string; time: number; signature: string }[];
}
const file = new URL("../../../specs/vectors/authorization.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;
const [device, other] = vectors.devices;

test("specs/authorization.md: keys have these names, and what is no key has none", () => {
  expect(vectors.devices).toHaveLength(2);
  for (const one of vectors.devices) expect(toBase64url(thumbprint(one)!)).toBe(one.thumbprint);
  for (const one of vectors.notDevices) expect(thumbprint(one)).toBeNull();
});

test("specs/authorization.md: authorizations and proofs are believed from their own key only", () => {
  expect([vectors.valid.length, vectors.proofs.length]).toEqual([5, 11]);
  for (const { bytes, signature } of vectors.valid) {
    const signed = [fromHex(bytes)!, fromBase64url(signature)!] as const;
    expect(verifyDeviceSignature(device!, ...signed)).toBe(true);
    expect(verifyDeviceSignature(other!, ...signed)).toBe(false);
  }
  for (const { purpose, subject, time, signature } of vectors.proofs) {
    const verdict = (by: DeviceKey) => {
      const proof = { device: { alg: by.alg, key: by.key }, time, signature };
      return verifyProof({ proof, purpose, subject, now: instant(time) });
    };
    expect([verdict(device!), verdict(other!)]).toEqual(["ok", "signature-invalid"]);
  }
});
