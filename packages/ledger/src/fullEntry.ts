import type { Instant } from "@farthing/core";
import type {
  AccountOpening,
  ClaimRelease,
  CounterChange,
  Entry,
  LimitChange,
  LimitGive,
  LimitUse,
  TransferInput,
  TransferRef,
} from "./entry.ts";

/** Ends a hold whose time is over. Made by the engine's clock only. */
export interface ExpireTransfer {
  readonly expire: TransferRef;
}

/** An entry with every part spelled out, as the rules and the journal take it. */
export interface FullEntry {
  readonly id: bigint;
  readonly time: Instant;
  readonly accounts: readonly AccountOpening[];
  readonly transfers: readonly (TransferInput | ExpireTransfer)[];
  readonly limits: readonly LimitChange[];
  readonly uses: readonly LimitUse[];
  readonly gives: readonly LimitGive[];
  readonly claims: readonly bigint[];
  readonly releases: readonly ClaimRelease[];
  readonly counters: readonly CounterChange[];
  readonly memo: Uint8Array;
  readonly commitment: Uint8Array;
  readonly facts: Uint8Array | null;
}

const nothing = new Uint8Array(0);

/** `entry` with empty lists where it says nothing. */
export function fullEntry(entry: Entry): FullEntry {
  return {
    id: entry.id,
    time: entry.time,
    accounts: entry.accounts ?? [],
    transfers: entry.transfers ?? [],
    limits: entry.limits ?? [],
    uses: entry.uses ?? [],
    gives: entry.gives ?? [],
    claims: entry.claims ?? [],
    releases: entry.releases ?? [],
    counters: entry.counters ?? [],
    memo: entry.memo ?? nothing,
    commitment: entry.commitment,
    facts: entry.facts ?? null,
  };
}
