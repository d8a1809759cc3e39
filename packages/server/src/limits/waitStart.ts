import { type Instant, instant } from "@farthing/core";
import type { Deps } from "../deps.ts";

const nanosPerMs = 1_000_000n;

/**
 * When a wait that protects a payer begins: the journal's time where the clock stands behind it. A clock that is set right
 * later must not have made the wait shorter.
 */
export function waitStart({ clock, ledger }: Pick<Deps, "clock" | "ledger">): Instant {
  const journalMs = Number(ledger.head().timestamp / nanosPerMs);
  return instant(Math.max(clock.now(), journalMs));
}
