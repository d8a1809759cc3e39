import { amountMax } from "@farthing/core";
import { entryMax, type LimitTerms } from "../entry.ts";
import type { FullEntry } from "../fullEntry.ts";
import type { MalformedStatus } from "../status.ts";
import { termsOf } from "../termsOf.ts";
import { accountShape, transferShape } from "./eventShape.ts";
import { isU128, isWhole, u128Max } from "./ranges.ts";

function idShape({ id, time }: FullEntry): MalformedStatus | null {
  if (!isU128(id)) return "id_must_be_u128";
  if (id === 0n) return "id_must_not_be_zero";
  if (id === u128Max) return "id_must_not_be_int_max";
  const room = BigInt(entryMax.items);
  // The last block would give its last transfer TigerBeetle's reserved id.
  if (id % room !== 0n || id + room > u128Max) return "id_must_leave_room_for_transfers";
  return isWhole(time, 0, Number.MAX_SAFE_INTEGER) ? null : "time_must_be_an_instant";
}

function sizeShape(entry: FullEntry): MalformedStatus | null {
  const { accounts, transfers, limits, uses, gives, claims, releases, counters } = entry;
  const lists = [accounts, transfers, limits, uses, gives, claims, releases, counters];
  if (lists.some((list) => list.length > entryMax.items)) return "entry_too_large";
  if (entry.memo.length > entryMax.memoBytes) return "memo_too_long";
  if (entry.commitment.length !== 32) return "commitment_must_be_32_bytes";
  return entry.facts === null || entry.facts.length === 32 ? null : "facts_must_be_32_bytes";
}

function areKeys(entry: FullEntry): boolean {
  const { limits, uses, gives, claims, releases, counters } = entry;
  const isNamed = ({ key }: { readonly key: bigint }) => isU128(key);
  return (
    limits.every(isNamed) &&
    uses.every(isNamed) &&
    gives.every(isNamed) &&
    claims.every(isU128) &&
    releases.every(({ key, holder }) => isU128(key) && isU128(holder)) &&
    counters.every(isNamed)
  );
}

const isCounted = (amount: bigint): boolean => amount >= 0n && amount <= amountMax;

function termsShape(terms: LimitTerms | null): MalformedStatus | null {
  if (terms === null) return null;
  const { kind, max, window, expiresAt } = terms;
  if (!isCounted(max)) return "amount_must_be_between_0_and_max";
  if (window !== undefined) {
    const bounded =
      kind === "sum" &&
      isWhole(window.bucketMs, 1, Number.MAX_SAFE_INTEGER) &&
      isWhole(window.buckets, 1, entryMax.windowBuckets);
    if (!bounded) return "window_must_be_bounded";
  }
  const isMoment = expiresAt === undefined || isWhole(expiresAt, 0, Number.MAX_SAFE_INTEGER);
  return isMoment ? null : "expiry_must_be_an_instant";
}

function countsShape({ uses, gives, counters }: FullEntry): MalformedStatus | null {
  const counted =
    uses.every(({ amount }) => isCounted(amount)) &&
    gives.every(({ amount, usedAt }) => isCounted(amount) && isCounted(usedAt)) &&
    counters.every((change) => !("use" in change) || isCounted(change.use));
  return counted ? null : "amount_must_be_between_0_and_max";
}

function first<Item>(
  items: readonly Item[],
  check: (item: Item, place: number) => MalformedStatus | null,
): MalformedStatus | null {
  for (const [place, item] of items.entries()) {
    const status = check(item, place);
    if (status !== null) return status;
  }
  return null;
}

/**
 * Whether the entry could be run at all. The same entry always gets the same answer, so it is given
 * before the queue and never recorded. Below this door nothing checks ranges again.
 */
export function checkShape(entry: FullEntry): MalformedStatus | null {
  const { id, accounts, transfers, limits } = entry;
  return (
    idShape(entry) ??
    sizeShape(entry) ??
    (areKeys(entry) ? null : "key_must_be_u128") ??
    first(accounts, accountShape) ??
    first(transfers, (transfer, place) =>
      transferShape(transfer, { id: id + BigInt(place), isLast: place === transfers.length - 1 }),
    ) ??
    first(limits, (change) => termsShape(termsOf(change))) ??
    countsShape(entry)
  );
}
