import { minute } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "./duty.ts";

/** Clocks are corrected by seconds all the time; more than this is a jump, in milliseconds. */
const aheadMsMax = minute;
const nanosPerMs = 1_000_000n;

/**
 * Whether the machine's clock jumped ahead and back: the journal's last entry is from later than now. The ledger's
 * time never runs back, so until the clock has caught up every entry is dated at the jump, and expiries with it.
 * Throws what the ledger throws when it does not read.
 */
export function isClockBehind({ ledger, clock }: Pick<Deps, "ledger" | "clock">): boolean {
  return Number(ledger.head().timestamp / nanosPerMs) - clock.now() > aheadMsMax;
}

/** Says it in the log once a minute, for as long as it lasts. */
export function startClockWatch(deps: Deps): Duty {
  return startDuty(deps, {
    name: "clock-watch",
    everyMs: minute,
    work: () => Promise.resolve(warnIfBehind(deps)),
  });
}

/** One line when the clock stands behind the journal, none when it does not. */
function warnIfBehind(deps: Deps): void {
  if (!isClockBehind(deps)) return;
  deps.logger.error(
    { journalNanos: deps.ledger.head().timestamp.toString(), clockMs: deps.clock.now() },
    "the clock stands behind the journal",
  );
}
