import type { LimitChange, LimitTerms } from "./entry.ts";

/** The terms that a change brings with it; null for one that needs a limit to be there. */
export function termsOf(change: LimitChange): LimitTerms | null {
  if ("open" in change) return change.open;
  return "set" in change ? change.set : null;
}
