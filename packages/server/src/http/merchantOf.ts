import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Merchant, merchantById } from "../merchants/merchant.ts";
import { apiKeyHash } from "../merchants/registerMerchant.ts";
import { bearerToken } from "./bearerToken.ts";
import type { Ctx } from "./context.ts";

/** The merchant whose API key came as `Authorization: Bearer`. Throws `api-key-invalid`, `rate-limited`. */
export async function merchantOf(deps: Deps, c: Ctx): Promise<Merchant> {
  const apiKey = bearerToken(c);
  if (apiKey === undefined) throw new ProblemError("api-key-invalid");
  // Looked up by hash: how long that takes says nothing about a key of 256 random bits.
  const row = await deps.store
    .selectFrom("merchants")
    .select("id")
    .where("api_key_hash", "=", apiKeyHash(apiKey))
    .executeTakeFirst();
  const merchant = row === undefined ? null : await merchantById(deps, row.id);
  if (merchant === null) throw new ProblemError("api-key-invalid");
  // Apart from what its pages' visitors ask: an offer is public, and nobody may use up the merchant's own minute with it.
  await deps.rates.merchant(`${merchant.id}/server`);
  c.env.merchant = merchant.id;
  return merchant;
}
