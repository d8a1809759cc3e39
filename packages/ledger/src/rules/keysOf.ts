import type { TransferRef } from "../entry.ts";
import type { FullEntry } from "../fullEntry.ts";
import { holdKey, type Submission } from "./state.ts";

/**
 * What an engine must load before a batch runs. Two hops: after the holds, the accounts they name
 * (the engine follows `Hold.debit` and `Hold.credit` itself).
 */
export interface BatchKeys {
  readonly entries: Set<bigint>;
  readonly accounts: Set<bigint>;
  readonly limits: Set<bigint>;
  readonly claims: Set<bigint>;
  readonly counters: Set<bigint>;
  readonly holds: Map<bigint, TransferRef>;
}

function addTransferKeys(keys: BatchKeys, transfer: FullEntry["transfers"][number]): void {
  if ("debit" in transfer) {
    keys.accounts.add(transfer.debit);
    keys.accounts.add(transfer.credit);
    return;
  }
  const ref =
    "post" in transfer ? transfer.post : "void" in transfer ? transfer.void : transfer.expire;
  keys.holds.set(holdKey(ref), ref);
}

/** Every record that a batch names. */
export function keysOf(batch: readonly Submission[]): BatchKeys {
  const keys: BatchKeys = {
    entries: new Set(),
    accounts: new Set(),
    limits: new Set(),
    claims: new Set(),
    counters: new Set(),
    holds: new Map(),
  };
  for (const { entry } of batch) {
    keys.entries.add(entry.id);
    for (const account of entry.accounts) keys.accounts.add(account.id);
    for (const transfer of entry.transfers) addTransferKeys(keys, transfer);
    for (const change of entry.limits) keys.limits.add(change.key);
    for (const use of entry.uses) keys.limits.add(use.key);
    for (const give of entry.gives) keys.limits.add(give.key);
    for (const key of entry.claims) keys.claims.add(key);
    for (const release of entry.releases) keys.claims.add(release.key);
    for (const counter of entry.counters) keys.counters.add(counter.key);
  }
  return keys;
}
