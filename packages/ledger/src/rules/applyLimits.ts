import { assert } from "@farthing/core";
import type { LimitChange, LimitGive, LimitTerms, LimitUse, LimitWindow } from "../entry.ts";
import type { RefusedAt } from "../result.ts";
import type { AnswerStatus } from "../status.ts";
import { termsOf } from "../termsOf.ts";
import type { Books, Limit, Refusal } from "./state.ts";
import { addUse, availableAt, takeBack, toMs, usedAt } from "./window.ts";

function newLimit(key: bigint, terms: LimitTerms): Limit {
  return {
    key,
    kind: terms.kind,
    window: terms.window ?? null,
    max: terms.max,
    expiresAt: terms.expiresAt ?? null,
    closed: false,
    resetAt: 0n,
    used: 0n,
    buckets: [],
    handle: null,
    mark: 0,
  };
}

function sameWindow(a: LimitWindow | null, b: LimitWindow | null): boolean {
  return a?.bucketMs === b?.bucketMs && a?.buckets === b?.buckets;
}

function isOther(limit: Limit, { kind, window }: LimitTerms): boolean {
  return limit.kind !== kind || !sameWindow(limit.window, window ?? null);
}

function setTerms(books: Books, limit: Limit, terms: LimitTerms): AnswerStatus | null {
  if (limit.closed) return "limit_closed";
  books.limits.edit(limit);
  limit.max = terms.max;
  limit.expiresAt = terms.expiresAt ?? null;
  return null;
}

function change(books: Books, wanted: LimitChange, timestamp: bigint): AnswerStatus | null {
  const limit = books.limits.get(wanted.key);
  const terms = termsOf(wanted);
  if (limit === undefined) {
    if (terms === null) return "limit_not_found";
    books.limits.insert(newLimit(wanted.key, terms));
    return null;
  }
  if (terms !== null && isOther(limit, terms)) return "limit_exists_with_different_kind";
  if ("open" in wanted) return null;
  if ("set" in wanted) return setTerms(books, limit, wanted.set);
  if ("reset" in wanted && limit.closed) return "limit_closed";
  books.limits.edit(limit);
  if ("reset" in wanted) {
    limit.used = 0n;
    limit.buckets = [];
    limit.resetAt = timestamp;
  } else {
    limit.closed = "close" in wanted;
  }
  return null;
}

/** Opens, edits, resets, closes and reopens limits, in order. */
export function changeLimits(
  books: Books,
  changes: readonly LimitChange[],
  timestamp: bigint,
): Refusal | null {
  for (const [index, wanted] of changes.entries()) {
    const status = change(books, wanted, timestamp);
    if (status !== null) return { status, at: { part: "limit", index, key: wanted.key } };
  }
  return null;
}

/** Gives uses back. Never refuses: a limit that is gone or was reset since has nothing to get. */
export function giveBack(books: Books, gives: readonly LimitGive[], ms: number): void {
  for (const give of gives) {
    const limit = books.limits.get(give.key);
    // A reset already forgave the use: giving it back again would raise the limit.
    if (limit === undefined || limit.kind === "each" || give.usedAt < limit.resetAt) continue;
    books.limits.edit(limit);
    takeBack(limit, give.amount, toMs(give.usedAt), ms);
  }
}

function refuseUse(limit: Limit | undefined, amount: bigint, ms: number): AnswerStatus | null {
  if (limit === undefined) return "limit_not_found";
  if (limit.closed) return "limit_closed";
  if (limit.expiresAt !== null && ms >= limit.expiresAt) return "limit_expired";
  const used = limit.kind === "each" ? 0n : usedAt(limit, ms);
  // Not "amount > available": a max below what is used refuses even a use of 0.
  return used + amount > limit.max ? "limit_exceeded" : null;
}

/** Counts uses: each within its limit, or the first that is not refuses the entry. */
export function useLimits(books: Books, uses: readonly LimitUse[], ms: number): Refusal | null {
  for (const [index, { key, amount }] of uses.entries()) {
    const limit = books.limits.get(key);
    const status = refuseUse(limit, amount, ms);
    if (status !== null || limit === undefined) {
      const at: RefusedAt = { part: "use", index, key };
      if (limit === undefined || status === null) return { status: "limit_not_found", at };
      if (status !== "limit_exceeded") return { status, at };
      return { status, at: { ...at, available: availableAt(limit, ms) } };
    }
    if (limit.kind === "each") continue;
    books.limits.edit(limit);
    addUse(limit, amount, ms);
    assert(limit.used <= limit.max, "no use goes beyond a limit");
  }
  return null;
}
