import { assert, day, type Instant, later, parseAmount, ProblemError } from "@farthing/core";
import type { AllowanceLimits } from "@farthing/protocol";
import type { AllowancePreset } from "../config.ts";

/** The limits of an allowance with amounts as bigint. */
export interface Lines {
  readonly perClick: bigint;
  readonly per24h: bigint;
  readonly total: bigint;
  readonly expiresAt: number;
}

/** A preset as the limits it makes when agreed to now. */
export function presetLimits(preset: AllowancePreset, now: Instant): AllowanceLimits {
  return {
    perClick: preset.perClick.toString(),
    per24h: preset.per24h.toString(),
    total: preset.total.toString(),
    expiresAt: later(now, preset.days * day),
  };
}

/** Limits that were parsed, as numbers to reckon with. */
export function linesOf(limits: AllowanceLimits): Lines {
  const amount = (text: string): bigint => {
    const value = parseAmount(text);
    assert(value !== null, "limits were parsed");
    return value;
  };
  return {
    perClick: amount(limits.perClick),
    per24h: amount(limits.per24h),
    total: amount(limits.total),
    expiresAt: limits.expiresAt,
  };
}

/** Throws `limits-too-high` when a line is above `highest`, `invalid-request` when the time is over already. */
export function requireWithin(
  limits: AllowanceLimits,
  highest: AllowancePreset,
  now: Instant,
): void {
  const lines = linesOf(limits);
  const isHigh =
    lines.perClick > highest.perClick ||
    lines.per24h > highest.per24h ||
    lines.total > highest.total ||
    lines.expiresAt > later(now, highest.days * day);
  if (isHigh) throw new ProblemError("limits-too-high");
  if (lines.expiresAt <= now)
    throw new ProblemError("invalid-request", "`limits.expiresAt`: is over");
}

/** Whether somebody chose these amounts: they are not simply what the page proposed. */
export function isChosen(limits: AllowanceLimits | null, preset: AllowancePreset): boolean {
  if (limits === null) return false;
  const { perClick, per24h, total } = linesOf(limits);
  return perClick !== preset.perClick || per24h !== preset.per24h || total !== preset.total;
}
