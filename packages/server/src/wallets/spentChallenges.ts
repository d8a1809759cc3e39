import { ProblemError, toBase64url } from "@farthing/core";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import type { Deps } from "../deps.ts";

const spentMax = 100_000;
const spent = new WeakMap<Deps, BoundedCache<true>>();

/** Lets each challenge be answered once in this process: a synced passkey has no counter that would. Throws `passkey-failed`. */
export function spendChallenge(deps: Deps, challenge: Uint8Array): void {
  const seen = spent.get(deps) ?? newBoundedCache<true>(spentMax);
  spent.set(deps, seen);
  const name = toBase64url(challenge);
  if (seen.get(name)) throw new ProblemError("passkey-failed");
  seen.set(name, true);
}
