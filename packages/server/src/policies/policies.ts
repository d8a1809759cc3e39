import type { Instant } from "@farthing/core";
import { defaultPolicy, type Policy } from "@farthing/risk";

/** The policies of this server: which one holds when. Memory over what the store keeps. */
export interface Policies {
  /** The one that holds at `now`: of those in force the last, or the one that comes with Farthing. */
  current(now: Instant): Policy;
  /** All that were taken, and the first: ascending by the day from which they hold. */
  readonly all: readonly Policy[];
  /** Takes one more: it was judged. */
  add(policy: Policy): void;
}

/** Begins with the policy that comes with Farthing, or the one that is given in its place. */
export function newPolicies(first: Policy = defaultPolicy): Policies {
  const all: Policy[] = [first];
  return {
    all,
    current: (now) => all.findLast(({ effectiveFrom }) => effectiveFrom <= now) ?? first,
    add(policy) {
      all.push(policy);
      // A stable order: of two of one day the one that was taken later holds.
      all.sort((a, b) => a.effectiveFrom - b.effectiveFrom);
    },
  };
}
