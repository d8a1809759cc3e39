import { randomBytes } from "node:crypto";
import { assert, idToBytes, utf8 } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { seal } from "../seal.ts";
import { sha256 } from "../sha256.ts";
import { isOneHost } from "./isOneHost.ts";

/** Shortest API key that is taken: keys are stored as one SHA-256, so they must not be guessable. */
const apiKeyLengthMin = 32;

/** A fresh API key: 32 random bytes behind a prefix that scanners of leaked secrets can look for. */
export function newApiKey(): string {
  return `fk_${randomBytes(32).toString("base64url")}`;
}

/** What is stored of an API key. */
export function apiKeyHash(apiKey: string): Uint8Array {
  return sha256(utf8(apiKey));
}

/** What registering needs of a server: a command line has no more. */
export interface Registry {
  readonly store: Deps["store"];
  readonly config: Pick<Deps["config"], "origin">;
  readonly caches: { readonly merchants: { delete(id: string): unknown } };
}

/** Makes a merchant, or brings name, origins, fee and key of the one with that id up to date. */
export async function registerMerchant(
  deps: Registry &
    Pick<Deps, "keys" | "clock"> & { readonly config: Pick<Deps["config"], "feeBasisPoints"> },
  merchant: {
    id: string;
    name: string;
    origins: readonly string[];
    apiKey: string;
    /** 1/100 of a percent; default: the server's. */
    feeBasisPoints?: number;
  },
): Promise<void> {
  assert(idToBytes("merchant", merchant.id) !== null, "a merchant id");
  assert(merchant.apiKey.length >= apiKeyLengthMin, "an API key has at least 32 characters");
  assert(
    merchant.origins.every((origin) => URL.parse(origin)?.origin === origin && isOneHost(origin)),
    "origins are spelled as browsers spell them",
  );
  assert(!merchant.origins.includes(deps.config.origin), "the wallet's own origin sells nothing");
  const facts = {
    name: merchant.name,
    origins: JSON.stringify(merchant.origins),
    api_key_hash: apiKeyHash(merchant.apiKey),
    fee_basis_points: merchant.feeBasisPoints ?? deps.config.feeBasisPoints,
  };
  await deps.store
    .insertInto("merchants")
    .values({
      id: merchant.id,
      ...facts,
      group_key_sealed: seal(deps.keys.fieldKey, merchant.id, randomBytes(32)),
      created_at: deps.clock.now(),
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(facts))
    .execute();
  deps.caches.merchants.delete(merchant.id);
}
