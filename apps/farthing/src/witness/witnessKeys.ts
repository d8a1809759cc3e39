import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { assert, fromBase64url } from "@farthing/core";
import type { Signer } from "@farthing/log";
import { mlDsaKey, signingKey } from "@farthing/server";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "../privateFile.ts";

const KeyFile = z.strictObject({ seed: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

/** The witness's keys, from the seed in its folder, which is made at the first start (mode 0600). */
export function witnessSigners(folder: string, name: string): readonly Signer[] {
  const path = join(folder, "witness-key.json");
  const found = readPrivateJson(path);
  const kept =
    found === null ? { seed: randomBytes(32).toString("base64url") } : KeyFile.parse(found);
  if (found === null) writePrivateJson(path, kept);
  const seed = fromBase64url(kept.seed);
  assert(seed?.length === 32, "a key seed is 32 bytes as base64url");
  // One seed for each job: what leaks from one key opens nothing of the other.
  const of = (job: string) =>
    createHmac("sha256", seed).update(`farthing/witness-${job}/v1`).digest();
  return [
    { name, type: "ed25519-cosignature", ...signingKey(of("ed25519")) },
    { name, type: "ml-dsa-44", ...mlDsaKey(of("ml-dsa-44")) },
  ];
}
