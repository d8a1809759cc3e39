import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { fromBase64url, toBase64url, toHex, utf8 } from "@farthing/core";
import { expect, test } from "vitest";
import { AuthorizationSchema } from "./api/frame.ts";
import { authorizationBytes } from "./authorization.ts";
import { type DeviceAlgorithm, thumbprintInput } from "./deviceKey.ts";
import { proofBytes, type ProofPurpose } from "./deviceProof.ts";
import { decodeJws, encodeJws } from "./jws.ts";
import { OfferClaims, offerType } from "./offer.ts";
import { ReceiptClaims, receiptType } from "./receipt.ts";
import { type StepUp, stepUpBytes } from "./stepUp.ts";
import { Terms, termsBytes } from "./terms.ts";

/** The vectors were made by another program in another language from the texts in specs/. */
function vectors<T>(name: string): T {
  const file = new URL(`../../../specs/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

const sha256 = (bytes: Uint8Array) => toBase64url(createHash("sha256").update(bytes).digest());

/** Ed25519 from its 32-byte seed: the PKCS #8 head of RFC 8410 §7 and the seed. */
function signer(seed: string) {
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, "hex");
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key);
  return {
    sign: (bytes: Uint8Array) => sign(null, bytes, key),
    fits: (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, publicKey, signature),
  };
}

interface Issuer {
  keys: { issuer: { kid: string; seed: string } };
}
interface Claimed {
  valid: { name: string; claims: object; compact: string; hash?: string }[];
  invalidClaims: { name: string; claims: object }[];
}

for (const [name, schema, typ] of [
  ["offer", OfferClaims, offerType],
  ["receipt", ReceiptClaims, receiptType],
] as const) {
  const { keys, valid, invalidClaims } = vectors<Issuer & Claimed>(name);
  const issuer = signer(keys.issuer.seed);

  for (const one of valid) {
    test(`specs/${name}.md: ${one.name}`, () => {
      expect(schema.parse(one.claims)).toEqual(one.claims);
      const head = { typ, kid: keys.issuer.kid };
      expect(encodeJws(head, one.claims, issuer.sign)).toBe(one.compact);
      const decoded = decodeJws(one.compact)!;
      expect(decoded.header).toEqual({ alg: "EdDSA", ...head });
      expect(schema.parse(decoded.payload)).toEqual(one.claims);
      expect(issuer.fits(decoded.signed, decoded.signature)).toBe(true);
      if (one.hash !== undefined) expect(sha256(utf8(one.compact))).toBe(one.hash);
    });
  }
  for (const one of invalidClaims) {
    test(`specs/${name}.md: refused: ${one.name}`, () => {
      expect(schema.safeParse(one.claims).success).toBe(false);
    });
  }
}

test("specs/receipt.md: what is not a compact JWS is refused", () => {
  const { notCompact } = vectors<{ notCompact: { name: string; text: string }[] }>("receipt");
  expect(notCompact).toHaveLength(11);
  for (const { name, text } of notCompact) expect([name, decodeJws(text)]).toEqual([name, null]);
});

interface Authorizations {
  keys: { device: { seed: string } };
  devices: { alg: DeviceAlgorithm; key: string; thumbprint: string }[];
  notDevices: { name: string; alg: DeviceAlgorithm; key: string }[];
  valid: { name: string; authorization: unknown; bytes: string; signature: string }[];
  invalid: { name: string; authorization: unknown }[];
  proofs: {
    purpose: ProofPurpose;
    subject: string;
    time: number;
    bytes: string;
    signature: string;
  }[];
}
const authorizations = vectors<Authorizations>("authorization");
const device = signer(authorizations.keys.device.seed);

for (const { name, authorization, bytes, signature } of authorizations.valid) {
  test(`specs/authorization.md: ${name}`, () => {
    const canonical = authorizationBytes(AuthorizationSchema.parse(authorization));
    expect(toHex(canonical)).toBe(bytes);
    expect(toBase64url(device.sign(canonical))).toBe(signature);
    expect(device.fits(canonical, fromBase64url(signature)!)).toBe(true);
  });
}

for (const { name, authorization } of authorizations.invalid) {
  test(`specs/authorization.md: refused: ${name}`, () => {
    expect(AuthorizationSchema.safeParse(authorization).success).toBe(false);
  });
}

test("specs/authorization.md: proofs, and the names of keys", () => {
  expect(authorizations.proofs).toHaveLength(11);
  for (const { bytes, signature, ...proof } of authorizations.proofs) {
    expect(toHex(proofBytes(proof))).toBe(bytes);
    expect(device.fits(proofBytes(proof), fromBase64url(signature)!)).toBe(true);
  }
  expect(authorizations.devices.map(({ alg }) => alg)).toEqual(["Ed25519", "P-256"]);
  for (const { thumbprint, ...key } of authorizations.devices) {
    expect(sha256(thumbprintInput(key)!)).toBe(thumbprint);
  }
  for (const { name, ...key } of authorizations.notDevices) {
    expect([name, thumbprintInput(key)]).toEqual([name, null]);
  }
});

interface TermsVectors {
  valid: { name: string; terms: unknown; bytes: string; challenge: string }[];
  invalid: { name: string; terms: unknown }[];
}
const terms = vectors<TermsVectors>("terms");

for (const one of terms.valid) {
  test(`specs/terms.md: ${one.name}`, () => {
    const bytes = termsBytes(Terms.parse(one.terms));
    expect(toHex(bytes)).toBe(one.bytes);
    expect(sha256(bytes)).toBe(one.challenge);
  });
}

for (const one of terms.invalid) {
  test(`specs/terms.md: refused: ${one.name}`, () => {
    expect(Terms.safeParse(one.terms).success).toBe(false);
  });
}

interface StepUpVectors {
  valid: { name: string; stepUp: StepUp; bytes: string; challenge: string }[];
  different: { name: string; stepUp: StepUp; challenge: string }[];
}
const stepUps = vectors<StepUpVectors>("step-up");

for (const one of stepUps.valid) {
  test(`specs/step-up.md: ${one.name}`, () => {
    expect(toHex(stepUpBytes(one.stepUp))).toBe(one.bytes);
    expect(sha256(stepUpBytes(one.stepUp))).toBe(one.challenge);
  });
}

test("specs/step-up.md: whatever is different has another challenge", () => {
  const all = [...stepUps.valid, ...stepUps.different];
  expect(all.map(({ stepUp }) => sha256(stepUpBytes(stepUp)))).toEqual(
    all.map(({ challenge }) => challenge),
  );
  expect(new Set(all.map(({ challenge }) => challenge)).size).toBe(10);
});
