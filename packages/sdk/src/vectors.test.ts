import { readFileSync } from "node:fs";
import { instant } from "@farthing/core";
import type { ReceiptClaims } from "@farthing/protocol";
import { expect, test } from "vitest";
import { createFarthing } from "./createFarthing.ts";

interface Vectors {
  keys: { issuer: { kid: string; publicKey: string } };
  valid: { name: string; claims: ReceiptClaims; compact: string }[];
  refusedHeaders: { name: string; compact: string }[];
  notCompact: { name: string; text: string }[];
}
const file = new URL("../../../specs/vectors/receipt.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;
const { kid, publicKey } = vectors.keys.issuer;

/** A merchant whose wallet's keys are those of the vectors. */
async function verdict(claims: ReceiptClaims, text: string): Promise<string> {
  const keys = [{ kty: "OKP", crv: "Ed25519", kid, x: publicKey }];
  const farthing = createFarthing({
    wallet: claims.iss,
    merchant: claims.aud,
    apiKey: "k",
    clock: { now: () => instant(claims.iat * 1_000) },
    fetch: () => Promise.resolve(Response.json({ keys })),
  });
  const { resource, amount, asset, visitor } = claims;
  const result = await farthing.verifyReceipt(text, {
    resource,
    price: { amount, asset },
    visitor,
  });
  return result.ok ? "ok" : result.reason;
}

for (const { name, claims, compact } of vectors.valid) {
  test(`specs/receipt.md: opens: ${name}`, async () => {
    expect(await verdict(claims, compact)).toBe("ok");
  });
}

test("specs/receipt.md: no other header and no other text opens anything", async () => {
  expect([vectors.refusedHeaders.length, vectors.notCompact.length]).toEqual([9, 11]);
  const { claims } = vectors.valid[0]!;
  for (const { name, compact } of vectors.refusedHeaders) {
    expect([name, await verdict(claims, compact)]).toEqual([name, "header-not-allowed"]);
  }
  for (const { name, text } of vectors.notCompact) {
    expect([name, await verdict(claims, text)]).toEqual([name, "malformed"]);
  }
});
