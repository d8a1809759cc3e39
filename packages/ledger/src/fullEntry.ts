import type { Asset, Instant } from "@farthing/core";
import type {
  AccountOpening,
  ClaimRelease,
  CounterChange,
  Entry,
  LimitChange,
  LimitGive,
  LimitUse,
  TransferInput,
} from "./entry.ts";
import { amountAll, transferFlags } from "./flags.ts";

/** TigerBeetle's `ledger: 0`: left out, which only a post or void may. */
export type MaybeAsset = Asset | "";

/** An account opening with every field spelled out. */
export type FullAccount = Required<AccountOpening>;

/** A transfer with every field spelled out; 0 (or "") is TigerBeetle's "not given". */
export interface FullTransfer extends Required<Omit<TransferInput, "asset">> {
  readonly asset: MaybeAsset;
}

/** An entry with every part spelled out, as the rules and the journal take it. */
export interface FullEntry {
  readonly id: bigint;
  readonly time: Instant;
  readonly accounts: readonly FullAccount[];
  readonly transfers: readonly FullTransfer[];
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
const none: readonly never[] = [];

function fullAccount(account: AccountOpening): FullAccount {
  return {
    id: account.id,
    asset: account.asset,
    code: account.code,
    flags: account.flags ?? 0,
    userData128: account.userData128 ?? 0n,
    userData64: account.userData64 ?? 0n,
    userData32: account.userData32 ?? 0,
  };
}

/** `transfer` with TigerBeetle's zeros where it says nothing. */
export function fullTransfer(transfer: TransferInput): FullTransfer {
  const flags = transfer.flags ?? 0;
  const all = (flags & transferFlags.postPendingTransfer) === 0 ? 0n : amountAll;
  return {
    debit: transfer.debit ?? 0n,
    credit: transfer.credit ?? 0n,
    amount: transfer.amount ?? all,
    asset: transfer.asset ?? "",
    code: transfer.code ?? 0,
    flags,
    pendingId: transfer.pendingId ?? 0n,
    timeout: transfer.timeout ?? 0,
    userData128: transfer.userData128 ?? 0n,
    userData64: transfer.userData64 ?? 0n,
    userData32: transfer.userData32 ?? 0,
  };
}

/** `entry` with empty lists where it says nothing. */
export function fullEntry(entry: Entry): FullEntry {
  return {
    id: entry.id,
    time: entry.time,
    accounts: entry.accounts?.map(fullAccount) ?? none,
    transfers: entry.transfers?.map(fullTransfer) ?? none,
    limits: entry.limits ?? none,
    uses: entry.uses ?? none,
    gives: entry.gives ?? none,
    claims: entry.claims ?? none,
    releases: entry.releases ?? none,
    counters: entry.counters ?? none,
    memo: entry.memo ?? nothing,
    commitment: entry.commitment,
    facts: entry.facts ?? null,
  };
}
