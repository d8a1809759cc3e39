import { entryOf } from "../entryId.ts";
import type { FullTransfer } from "../fullEntry.ts";
import type { Submission } from "./state.ts";

/**
 * What an engine must load before a batch runs. Two hops: after the holds, the accounts they name (the
 * engine follows `Hold.debit` and `Hold.credit` itself); and for a hold that is not there, the entry
 * of that id (`entryOf`), because "not found" and "not pending" are two answers.
 */
export interface BatchKeys {
  readonly entries: Set<bigint>;
  readonly accounts: Set<bigint>;
  readonly limits: Set<bigint>;
  readonly claims: Set<bigint>;
  readonly counters: Set<bigint>;
  readonly holds: Set<bigint>;
}

function addTransferKeys(keys: BatchKeys, transfer: FullTransfer): void {
  if (transfer.pendingId !== 0n) keys.holds.add(transfer.pendingId);
  if (transfer.debit !== 0n) keys.accounts.add(transfer.debit);
  if (transfer.credit !== 0n) keys.accounts.add(transfer.credit);
}

/** Every record that a batch names. */
export function keysOf(batch: readonly Submission[]): BatchKeys {
  const keys: BatchKeys = {
    entries: new Set(),
    accounts: new Set(),
    limits: new Set(),
    claims: new Set(),
    counters: new Set(),
    holds: new Set(),
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

/** The entries whose transfers were named as holds and are none, as far as `known` tells. */
export function entriesOfUnknownHolds(
  holds: Iterable<bigint>,
  known: ReadonlyMap<bigint, unknown>,
): Set<bigint> {
  const entries = new Set<bigint>();
  for (const id of holds) if (!known.has(id)) entries.add(entryOf(id));
  return entries;
}
