import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { assert, fromBase64url } from "@farthing/core";
import type { KeySeeds } from "@farthing/server";
import { z } from "zod";
import { readPrivateJson, writePrivateJson } from "./privateFile.ts";

/** The folder holds payments, but the keys that sign and open them are gone. */
export class KeysLost extends Error {
  override readonly name = "KeysLost";
}

const seedText = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const keyFileName = "keys.json";

/** What it holds. */
export const KeyFile = z.strictObject({
  issuer: seedText,
  log: seedText,
  field: seedText,
  pairwise: seedText,
  arrival: seedText,
});

type SeedTexts = z.infer<typeof KeyFile>;

/** Seeds given by settings come first; a name without one is read from the file. */
export type GivenSeeds = { readonly [Name in keyof SeedTexts]?: string | undefined };

/**
 * The seeds of data/keys.json, made at the first start (mode 0600). Throws `KeysLost` when the folder already holds a
 * ledger: new keys could not open what it says.
 */
export function loadKeySeeds(folder: string, given: GivenSeeds = {}): KeySeeds {
  const path = join(folder, keyFileName);
  const found = readPrivateJson(path);
  const kept = found === null ? firstSeeds(folder, path, given) : KeyFile.parse(found);
  const seed = (name: keyof SeedTexts) => bytesOf(given[name] ?? kept[name]);
  return {
    issuer: seed("issuer"),
    log: seed("log"),
    field: seed("field"),
    pairwise: seed("pairwise"),
    arrival: seed("arrival"),
  };
}

/** One seed of a server on `folder`, given or kept; null where there is neither. Makes no keys. */
export function findSeed(
  name: keyof SeedTexts,
  folder: string,
  given: GivenSeeds,
): Uint8Array | null {
  const text = given[name];
  if (text !== undefined) return bytesOf(text);
  const found = readPrivateJson(join(folder, keyFileName));
  return found === null ? null : bytesOf(KeyFile.parse(found)[name]);
}

function firstSeeds(folder: string, path: string, given: GivenSeeds): SeedTexts {
  const fresh = () => randomBytes(32).toString("base64url");
  const seeds: SeedTexts = {
    issuer: fresh(),
    log: fresh(),
    field: fresh(),
    pairwise: fresh(),
    arrival: fresh(),
  };
  // All given from outside: this folder never had keys of its own, and gets none.
  if (Object.keys(seeds).every((name) => given[name as keyof SeedTexts] !== undefined))
    return seeds;
  if (existsSync(join(folder, "ledger.db"))) {
    throw new KeysLost(
      `${path} is missing, and only its keys can open what ${folder} holds: put it back from your backup.`,
    );
  }
  writePrivateJson(path, seeds);
  return seeds;
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  assert(bytes?.length === 32, "a key seed is 32 bytes as base64url");
  return bytes;
}
