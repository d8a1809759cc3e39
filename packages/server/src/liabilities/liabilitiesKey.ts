import {
  assert,
  type Instant,
  instant,
  day as dayMs,
  lengthPrefixed,
  uintBytes,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import { type LiabilitiesMemo, readMemo } from "../payments/memo.ts";

/** When a day began, UTC: the time inside the id of its entry, so that a day has one. */
export function dayStart(now: Instant): Instant {
  return instant(now - (now % dayMs));
}

/** `2026-11-26`. */
export function dayName(start: Instant): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv", { dateStyle: "short", timeZone: "UTC" }).format(start);
}

/** The id of the entry that seals the day's total of the server's asset. */
export function liabilitiesId({ config }: Pick<Deps, "config">, start: Instant): bigint {
  const key = utf8(`liabilities/${dayName(start)}/${config.asset}`);
  return deriveEntryId({ time: start, payer: 0n, key, leg: 0 });
}

/** A total that was sealed. */
export interface SealedTotal {
  readonly entry: StoredEntry;
  readonly memo: LiabilitiesMemo;
}

/** The total of the day that began at `start`, or `null`. */
export function sealedTotal(
  deps: Pick<Deps, "config" | "ledger">,
  start: Instant,
): SealedTotal | null {
  const entry = deps.ledger.lookupEntry(liabilitiesId(deps, start));
  if (entry === null || entry.status !== "created") return null;
  const memo = readMemo(entry.memo);
  assert(memo.kind === "liabilities", "the id of a total holds a total");
  return { entry, memo };
}

/** What hides an account's leaf of one day: nobody without the field key can guess it. */
export function liabilitySalt(
  { keys }: Pick<Deps, "keys">,
  day: string,
  account: bigint,
): Uint8Array {
  const key = hmacSha256(keys.fieldKey, utf8("farthing/liabilities/v1"));
  return hmacSha256(key, lengthPrefixed(utf8(day), uintBytes(account, 16)));
}
