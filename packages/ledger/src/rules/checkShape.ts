import { amountMax, isAsset } from "@farthing/core";
import {
  type AccountOpening,
  accountFlags,
  entryMax,
  type LimitTerms,
  type MoveTransfer,
  type TransferInput,
  type TransferRef,
} from "../entry.ts";
import type { FullEntry } from "../fullEntry.ts";
import type { EntryStatus } from "../status.ts";

const u128End = 1n << 128n;
const flagsKnown =
  accountFlags.debitsMustNotExceedCredits | accountFlags.creditsMustNotExceedDebits;

function isKey(key: bigint): boolean {
  return key >= 0n && key < u128End;
}

function isAmount(amount: bigint): boolean {
  return amount >= 0n && amount <= amountMax;
}

function isCode(code: number): boolean {
  return Number.isInteger(code) && code >= 1 && code <= 65_535;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function accountShape({ id, asset, code, flags = 0 }: AccountOpening): EntryStatus | null {
  if (!isKey(id)) return "account_id_must_be_u128";
  // Zero or one of the two: an account that may go neither way could never move (TigerBeetle).
  if (!isWhole(flags, 0, flagsKnown) || flags === flagsKnown) return "flags_are_mutually_exclusive";
  if (!isAsset(asset)) return "asset_must_be_code_and_scale";
  return isCode(code) ? null : "code_must_be_between_1_and_65535";
}

function moveShape(move: MoveTransfer): EntryStatus | null {
  if (!isKey(move.debit) || !isKey(move.credit)) return "account_id_must_be_u128";
  if (move.debit === move.credit) return "accounts_must_be_different";
  if (move.closes !== undefined && move.pending === undefined) {
    return "closing_transfer_must_be_pending";
  }
  if (!isAmount(move.amount)) return "amount_must_be_between_0_and_max";
  if (!isAsset(move.asset)) return "asset_must_be_code_and_scale";
  if (!isCode(move.code)) return "code_must_be_between_1_and_65535";
  const seconds = move.pending?.timeoutSeconds ?? 0;
  if (!isWhole(seconds, 0, entryMax.timeoutSeconds)) return "timeout_must_be_between_0_and_max";
  return null;
}

function isRef({ entry, index }: TransferRef): boolean {
  return isKey(entry) && isWhole(index, 0, entryMax.items - 1);
}

function transferShape(transfer: TransferInput): EntryStatus | null {
  if ("debit" in transfer) return moveShape(transfer);
  if (!isRef("post" in transfer ? transfer.post : transfer.void)) return "key_must_be_u128";
  if ("post" in transfer && !isAmount(transfer.amount ?? 0n)) {
    return "amount_must_be_between_0_and_max";
  }
  return null;
}

function termsShape({ kind, max, window, expiresAt }: LimitTerms): EntryStatus | null {
  if (!isAmount(max)) return "amount_must_be_between_0_and_max";
  if (window !== undefined) {
    const bounded =
      kind === "sum" &&
      isWhole(window.bucketMs, 1, Number.MAX_SAFE_INTEGER) &&
      isWhole(window.buckets, 1, entryMax.windowBuckets);
    if (!bounded) return "window_must_be_bounded";
  }
  if (expiresAt !== undefined && !isWhole(expiresAt, 0, Number.MAX_SAFE_INTEGER)) {
    return "expiry_must_be_an_instant";
  }
  return null;
}

function first<Item>(
  items: readonly Item[],
  check: (item: Item) => EntryStatus | null,
): EntryStatus | null {
  for (const item of items) {
    const status = check(item);
    if (status !== null) return status;
  }
  return null;
}

function sizeShape(entry: FullEntry): EntryStatus | null {
  const { accounts, transfers, limits, uses, gives, claims, releases, counters } = entry;
  const lists = [accounts, transfers, limits, uses, gives, claims, releases, counters];
  if (lists.some((list) => list.length > entryMax.items)) return "entry_too_large";
  if (entry.memo.length > entryMax.memoBytes) return "memo_too_long";
  if (entry.commitment.length !== 32) return "commitment_must_be_32_bytes";
  return entry.facts === null || entry.facts.length === 32 ? null : "facts_must_be_32_bytes";
}

function keysShape(entry: FullEntry): EntryStatus | null {
  const { limits, uses, gives, claims, releases, counters } = entry;
  const named = [...limits, ...uses, ...gives, ...releases, ...counters].map(({ key }) => key);
  const all = [...named, ...claims, ...releases.map(({ holder }) => holder)];
  return all.every(isKey) ? null : "key_must_be_u128";
}

/**
 * Whether the entry could be run at all. The same entry always gets the same answer, so it is given
 * before the queue and never recorded. Below this door nothing checks ranges again.
 */
export function checkShape(entry: FullEntry): EntryStatus | null {
  if (!isKey(entry.id) || !isWhole(entry.time, 0, Number.MAX_SAFE_INTEGER)) {
    return isKey(entry.id) ? "time_must_be_an_instant" : "id_must_be_u128";
  }
  const usedAt = entry.gives.map((give) => give.usedAt);
  const amounts = [...entry.uses, ...entry.gives].map(({ amount }) => amount);
  const counted = entry.counters.flatMap((change) => ("use" in change ? [change.use] : []));
  return (
    sizeShape(entry) ??
    keysShape(entry) ??
    first(entry.accounts, accountShape) ??
    first(entry.transfers, (one) =>
      "expire" in one ? "expiry_is_the_engines" : transferShape(one),
    ) ??
    first(entry.limits, (change) => ("set" in change ? termsShape(change.set) : null)) ??
    first([...amounts, ...usedAt, ...counted], (amount) =>
      isAmount(amount) ? null : "amount_must_be_between_0_and_max",
    )
  );
}
