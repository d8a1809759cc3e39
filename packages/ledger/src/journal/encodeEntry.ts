import type { CounterChange, LimitChange } from "../entry.ts";
import type { FullEntry } from "../fullEntry.ts";
import { cbor } from "./cbor.ts";
import type { RawCounter, RawEntry, RawLimit, RawTransfer } from "./rawEntry.ts";
import { u128Bytes } from "./u128.ts";

function rawTransfer(transfer: FullEntry["transfers"][number]): RawTransfer {
  if ("post" in transfer) {
    const { post } = transfer;
    return [1, u128Bytes(post.entry), post.index, transfer.amount ?? null];
  }
  if ("void" in transfer) return [2, u128Bytes(transfer.void.entry), transfer.void.index];
  if ("expire" in transfer) return [3, u128Bytes(transfer.expire.entry), transfer.expire.index];
  const { debit, credit, amount, asset, code, pending, closes } = transfer;
  return [
    0,
    u128Bytes(debit),
    u128Bytes(credit),
    amount,
    asset,
    code,
    pending?.timeoutSeconds ?? null,
    closes ?? null,
  ];
}

function rawLimit(change: LimitChange): RawLimit {
  const key = u128Bytes(change.key);
  if (!("set" in change)) return [key, "reset" in change ? 1 : "close" in change ? 2 : 3];
  const { kind, max, window, expiresAt } = change.set;
  const rawWindow: [number, number] | null = window ? [window.bucketMs, window.buckets] : null;
  return [key, 0, kind, max, rawWindow, expiresAt ?? null];
}

function rawCounter(change: CounterChange): RawCounter {
  const key = u128Bytes(change.key);
  if ("use" in change) return [key, 1, change.use];
  return [key, "open" in change ? 0 : 2];
}

/** The entry as the journal stores it: made on the loop that submits, so the writer never encodes. */
export function encodeEntry(entry: FullEntry): Uint8Array {
  const raw: RawEntry = [
    u128Bytes(entry.id),
    entry.time,
    entry.accounts.map(({ id, asset, code, flags }) => [u128Bytes(id), asset, code, flags ?? 0]),
    entry.transfers.map(rawTransfer),
    entry.limits.map(rawLimit),
    entry.uses.map(({ key, amount }) => [u128Bytes(key), amount]),
    entry.gives.map(({ key, amount, usedAt }) => [u128Bytes(key), amount, usedAt]),
    entry.claims.map(u128Bytes),
    entry.releases.map(({ key, holder }) => [u128Bytes(key), u128Bytes(holder)]),
    entry.counters.map(rawCounter),
    entry.memo,
    entry.commitment,
    entry.facts,
  ];
  return cbor.encode(raw);
}
