import { type Instant, instant } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { entryTimeMs } from "../payments/receipt.ts";

/**
 * The time of an entry that is written long after what it ends: now, but never behind the journal. An id is used up by a
 * refusal too, and `clock_skew` after the machine's clock stepped back would keep the money for ever.
 */
export function timeNow({ clock, ledger }: Pick<Deps, "clock" | "ledger">): Instant {
  return instant(Math.max(clock.now(), entryTimeMs(ledger.head())));
}
