import type { Deps } from "../deps.ts";
import { erasedFrameKey } from "../payments/keys.ts";
import { readMemo } from "../payments/memo.ts";

/** One entry holds 64 claims, and the first is the payer's own. The keys that were enrolled last are named. */
const keysMax = 63;

/**
 * The claims by which the mark names the frame keys of a payer: a browser that keeps one hears later that its wallet was
 * erased, and not that it never had one. The journal has the hashes of these keys already, and nothing else is kept for it.
 */
export async function keyClaims({ store, ledger }: Deps, payer: string): Promise<bigint[]> {
  const rows = await store
    .selectFrom("devices")
    .select("thumbprint")
    .where("payer_id", "=", payer)
    .orderBy("added_at", "desc")
    .limit(keysMax)
    .execute();
  const keys = rows.map(({ thumbprint }) => erasedFrameKey(thumbprint));
  const holders = ledger.lookupClaims(keys);
  // A key of a wallet that was erased before may have opened this one.
  return keys.filter((_, at) => holders[at] === null);
}

/** The payer who was erased with the frame key of that thumbprint; null: nobody was. */
export function erasedWith(
  { ledger }: Pick<Deps, "ledger">,
  thumbprint: Uint8Array,
): string | null {
  const [mark] = ledger.lookupClaims([erasedFrameKey(thumbprint)]);
  const entry = typeof mark === "bigint" ? ledger.lookupEntry(mark) : null;
  const memo = entry === null ? null : readMemo(entry.memo);
  return memo?.kind === "erase" ? memo.payer : null;
}
