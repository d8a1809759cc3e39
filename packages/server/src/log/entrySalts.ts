import { concat, uintBytes } from "@farthing/core";
import type { Driver, LeafEntry } from "@farthing/ledger";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import { groupSalts } from "../payments/commitment.ts";
import { sharedGroupKey } from "../payments/groupKeys.ts";
import { readMemo } from "../payments/memo.ts";
import { unseal } from "../seal.ts";

const keysMax = 50_000;

/** The key of one person's group; `null`: it is gone, and what it salted stays closed. */
type KeyOf = (id: string) => Uint8Array | null;

/**
 * For an export: the salts of the shared, the payer's and the merchant's group of an entry, one after the other. Where the
 * payer was erased, the second is the commitment of the payer's group: the rest is opened all the same. `null` for an entry
 * that says nothing, or that this store knows nothing of. `db`: store.db; `fieldKey` opens the keys in it.
 */
export function entrySalts(
  db: Pick<Driver, "prepare">,
  fieldKey: Uint8Array,
): (entry: LeafEntry) => Uint8Array | null {
  const shared = sharedGroupKey(fieldKey);
  const payerKey = keyReader(db, "payers", fieldKey);
  const merchantKey = keyReader(db, "merchants", fieldKey);
  const closed = db.prepare<{ payer_group: Uint8Array }>(
    "select payer_group from closed_groups where entry = ?",
  );
  return ({ id, memo: bytes }) => {
    if (bytes.length === 0) return null;
    const memo = readMemo(bytes);
    const payer = "payer" in memo ? payerKey(memo.payer) : shared;
    const merchant = "merchant" in memo ? merchantKey(memo.merchant) : shared;
    if (merchant === null) return null;
    const salts = groupSalts(id, { shared, payer: payer ?? shared, merchant });
    const second = payer === null ? closed.get(uintBytes(id, 16))?.payer_group : salts.payer;
    return second === undefined ? null : concat(salts.shared, second, salts.merchant);
  };
}

function keyReader(
  db: Pick<Driver, "prepare">,
  table: "payers" | "merchants",
  fieldKey: Uint8Array,
): KeyOf {
  const select = db.prepare<{ sealed: Uint8Array | null }>(
    `select group_key_sealed as sealed from ${table} where id = ?`,
  );
  const known: BoundedCache<Uint8Array> = newBoundedCache(keysMax);
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const sealed = select.get(id)?.sealed ?? null;
    if (sealed === null || sealed.length === 0) return null;
    const key = unseal(fieldKey, id, sealed);
    known.set(id, key);
    return key;
  };
}
