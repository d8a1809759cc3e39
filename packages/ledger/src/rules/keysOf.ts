import { entryOf } from "../entryId.ts";
import type { Submission } from "./state.ts";

/**
 * What an engine must load before a batch runs; a key may stand there twice. Two hops: after the holds,
 * the accounts they name (the engine follows `Hold.debit` and `Hold.credit` itself); and for a hold
 * that is not there, the entry of that id (`entryOf`), because "not found" and "not pending" are two
 * answers.
 */
export interface BatchKeys {
  readonly entries: bigint[];
  readonly accounts: bigint[];
  readonly limits: bigint[];
  readonly claims: bigint[];
  readonly counters: bigint[];
  readonly holds: bigint[];
}

/** Every record that a batch names. */
export function keysOf(batch: readonly Submission[]): BatchKeys {
  const keys: BatchKeys = {
    entries: [],
    accounts: [],
    limits: [],
    claims: [],
    counters: [],
    holds: [],
  };
  for (const { entry } of batch) {
    keys.entries.push(entry.id);
    for (const account of entry.accounts) keys.accounts.push(account.id);
    for (const { debit, credit, pendingId } of entry.transfers) {
      if (pendingId !== 0n) keys.holds.push(pendingId);
      if (debit !== 0n) keys.accounts.push(debit, credit);
    }
    for (const change of entry.limits) keys.limits.push(change.key);
    for (const use of entry.uses) keys.limits.push(use.key);
    for (const give of entry.gives) keys.limits.push(give.key);
    keys.claims.push(...entry.claims);
    for (const release of entry.releases) keys.claims.push(release.key);
    for (const counter of entry.counters) keys.counters.push(counter.key);
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
