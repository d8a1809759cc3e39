import { assert } from "@farthing/core";
import type { LimitBalance } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import type { AllowanceLines } from "./allowanceView.ts";
import type { Enrolment } from "./enrolment.ts";

type Key = Pick<Enrolment, "counter" | "deviceClick">;

/** Whether a key may still pay, its allowance aside: its counter is open, and its own time, if it has one, is not over. */
export function isAlive(deps: Pick<Deps, "ledger" | "clock">, key: Key): boolean {
  const [counter] = deps.ledger.lookupCounters([key.counter]);
  if (!counter || counter.closed) return false;
  if (key.deviceClick === null) return true;
  const [line] = deps.ledger.lookupLimits([key.deviceClick]);
  const end = line?.expiresAt ?? null;
  return end !== null && end > deps.clock.now();
}

/** What one click by a live key may take: the allowance's line, or the key's own where that is lower (rung C). */
export function clickLine(
  deps: Pick<Deps, "ledger">,
  { deviceClick }: Key,
  { click }: AllowanceLines,
): LimitBalance {
  if (deviceClick === null || click.closed) return click;
  const [own] = deps.ledger.lookupLimits([deviceClick]);
  assert(own, "a live key of a family has its limit");
  const { max, available } = own;
  // When the allowance ends is the payer's word, and not how long this key lives.
  return max < click.max && available < click.available ? { ...click, max, available } : click;
}
