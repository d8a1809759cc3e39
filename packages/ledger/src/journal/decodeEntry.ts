import type { CounterChange, LimitChange, LimitTerms } from "../entry.ts";
import type { FullEntry } from "../fullEntry.ts";
import { cbor } from "./cbor.ts";
import type { RawCounter, RawEntry, RawLimit, RawTransfer } from "./rawEntry.ts";
import { u128 } from "./u128.ts";

function transferOf(raw: RawTransfer): FullEntry["transfers"][number] {
  if (raw[0] === 0) {
    const [, debit, credit, amount, asset, code, timeoutSeconds, closes] = raw;
    return {
      debit: u128(debit),
      credit: u128(credit),
      amount,
      asset,
      code,
      ...(timeoutSeconds === null ? {} : { pending: { timeoutSeconds } }),
      ...(closes === null ? {} : { closes }),
    };
  }
  const ref = { entry: u128(raw[1]), index: raw[2] };
  if (raw[0] === 1) return { post: ref, ...(raw[3] === null ? {} : { amount: raw[3] }) };
  return raw[0] === 2 ? { void: ref } : { expire: ref };
}

function limitOf(raw: RawLimit): LimitChange {
  const key = u128(raw[0]);
  if (raw[1] !== 0) {
    if (raw[1] === 1) return { key, reset: true };
    return raw[1] === 2 ? { key, close: true } : { key, reopen: true };
  }
  const [, , kind, max, window, expiresAt] = raw;
  const set: LimitTerms = {
    kind,
    max,
    ...(window === null ? {} : { window: { bucketMs: window[0], buckets: window[1] } }),
    ...(expiresAt === null ? {} : { expiresAt }),
  };
  return { key, set };
}

function counterOf(raw: RawCounter): CounterChange {
  const key = u128(raw[0]);
  if (raw[1] === 1) return { key, use: raw[2] };
  return raw[1] === 0 ? { key, open: true } : { key, close: true };
}

/** The entry that `encodeEntry` made these bytes of. */
export function decodeEntry(bytes: Uint8Array): FullEntry {
  const raw = cbor.decode(bytes) as RawEntry;
  const [id, time, accounts, transfers, limits, uses, gives, claims, releases, counters] = raw;
  return {
    id: u128(id),
    time,
    accounts: accounts.map((account) => ({
      id: u128(account[0]),
      asset: account[1],
      code: account[2],
      flags: account[3],
    })),
    transfers: transfers.map(transferOf),
    limits: limits.map(limitOf),
    uses: uses.map(([key, amount]) => ({ key: u128(key), amount })),
    gives: gives.map(([key, amount, usedAt]) => ({ key: u128(key), amount, usedAt })),
    claims: claims.map(u128),
    releases: releases.map(([key, holder]) => ({ key: u128(key), holder: u128(holder) })),
    counters: counters.map(counterOf),
    memo: raw[10],
    commitment: raw[11],
    facts: raw[12],
  };
}
