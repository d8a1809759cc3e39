import { assert, utf8 } from "@farthing/core";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import type { Deps } from "../deps.ts";
import { merchantById } from "../merchants/merchant.ts";
import { unseal } from "../seal.ts";
import type { GroupKeys } from "./commitment.ts";
import { hmacSha256 } from "./hmac.ts";

const payerKeysMax = 50_000;
const payerKeys = new WeakMap<Deps, BoundedCache<Uint8Array>>();
const sharedKeys = new WeakMap<Deps, Uint8Array>();

/**
 * The keys that salt the three disclosure groups of an entry between `payer` and `merchant`. Payer and
 * merchant have one each, sealed in the store; the shared group's is the server's own, so that erasing
 * a person closes their group and no other. An entry without one of them has an empty group there.
 */
export async function groupKeys(
  deps: Deps,
  { payer, merchant }: { payer: string | null; merchant: string | null },
): Promise<GroupKeys> {
  const shared = sharedKey(deps);
  const seller = merchant === null ? null : await merchantById(deps, merchant);
  assert(merchant === null || seller !== null, "the merchant of an entry exists");
  const own = payer === null ? shared : await payerKey(deps, payer);
  return { shared, payer: own, merchant: seller?.groupKey ?? shared };
}

async function payerKey(deps: Deps, payer: string): Promise<Uint8Array> {
  const cache = payerKeys.get(deps) ?? newBoundedCache(payerKeysMax);
  payerKeys.set(deps, cache);
  const known = cache.get(payer);
  if (known !== undefined) return known;
  const row = await deps.store
    .selectFrom("payers")
    .select("group_key_sealed")
    .where("id", "=", payer)
    .executeTakeFirst();
  assert(row !== undefined, "the payer of an entry exists");
  const key = unseal(deps.keys.fieldKey, payer, row.group_key_sealed);
  cache.set(payer, key);
  return key;
}

/** Keeps nothing of a payer's key in memory: it is destroyed in the store. */
export function dropGroupKey(deps: Deps, payer: string): void {
  payerKeys.get(deps)?.delete(payer);
}

function sharedKey(deps: Deps): Uint8Array {
  const known = sharedKeys.get(deps);
  if (known !== undefined) return known;
  const key = sharedGroupKey(deps.keys.fieldKey);
  sharedKeys.set(deps, key);
  return key;
}

/** The key of the shared group: the server's own, of its field key. */
export function sharedGroupKey(fieldKey: Uint8Array): Uint8Array {
  return hmacSha256(fieldKey, utf8("farthing/shared-group/v1"));
}
