import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { assert, day, fromBase64url, systemClock } from "@farthing/core";
import { signingKey, signPolicy } from "@farthing/server";

const shipped = new URL("../../../../packages/risk/src/policy/default.json", import.meta.url);
const clicksMax = 1_000_000;

interface PolicyText {
  version: string;
  effectiveFrom: string;
  presets: Record<string, { clicks: { per10s: number; per10min: number; perDay: number } }>;
  scoring: { weights: Record<string, number> };
}

/**
 * Settings for payers that pay as fast as a program can: no limit of requests, and the policy that comes with Farthing with
 * speeds that nobody reaches, signed by the folder's key. Everything else of it is in the path of each payment. `calm`: nothing
 * that was paid or raised a moment ago looks unusual either. The folder's keys are made where there are none.
 */
export function unhurried(folder: string, { calm = false } = {}): Record<string, string> {
  const path = join(folder, "unhurried.json");
  if (!existsSync(path)) {
    const text = JSON.stringify(policyText(calm), null, 2);
    writeFileSync(path, text);
    writeFileSync(`${path}.sig`, `${signPolicy(text, signingKey(issuerSeed(folder)))}\n`);
  }
  return {
    FARTHING_RATE_ADDRESS: "0",
    FARTHING_RATE_PAYER: "0",
    FARTHING_RATE_MERCHANT: "0",
    FARTHING_LOG: "silent",
    FARTHING_POLICY: path,
  };
}

function policyText(calm: boolean): PolicyText {
  const policy = JSON.parse(readFileSync(shipped, "utf8")) as PolicyText;
  policy.version = "lab-unhurried";
  const today = Math.floor(systemClock.now() / day) * day;
  policy.effectiveFrom = new Date(today).toISOString().slice(0, 10);
  for (const preset of Object.values(policy.presets)) {
    preset.clicks = { per10s: clicksMax, per10min: clicksMax, perDay: clicksMax };
  }
  if (calm) {
    const quiet = { velocity: 0, "limit-raised": 0, "small-in-a-row": 0 };
    policy.scoring.weights = { ...policy.scoring.weights, ...quiet };
  }
  return policy;
}

/** What a first start makes (`data/keys.json`), made before it. */
function issuerSeed(folder: string): Uint8Array {
  const path = join(folder, "keys.json");
  if (!existsSync(path)) {
    const names = ["issuer", "log", "field", "pairwise", "arrival"];
    const seeds = names.map((name) => [name, randomBytes(32).toString("base64url")]);
    writeFileSync(path, JSON.stringify(Object.fromEntries(seeds)), { mode: 0o600 });
  }
  const { issuer } = JSON.parse(readFileSync(path, "utf8")) as { issuer: string };
  const seed = fromBase64url(issuer);
  assert(seed !== null, "a folder's keys are base64url");
  return seed;
}
