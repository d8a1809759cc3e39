import type { Account, Limit } from "./rules/state.ts";

/** An account that nothing moved yet, but for `changes`. */
export function newAccount(id: bigint, changes: Partial<Account>): Account {
  return {
    id,
    asset: "PLAY/6",
    code: 1,
    userData128: 0n,
    userData64: 0n,
    userData32: 0,
    timestamp: 0n,
    flags: 0,
    debitsPending: 0n,
    debitsPosted: 0n,
    creditsPending: 0n,
    creditsPosted: 0n,
    handle: null,
    mark: 0,
    ...changes,
  };
}

/** A limit of 100 without a window that nothing was used of, but for `changes`. */
export function newLimit(changes: Partial<Limit>): Limit {
  return {
    key: 1n,
    kind: "sum",
    window: null,
    max: 100n,
    expiresAt: null,
    closed: false,
    resetAt: 0n,
    used: 0n,
    buckets: [],
    handle: null,
    mark: 0,
    ...changes,
  };
}
