import type { Instant } from "@farthing/core";
import type { LimitBalance, LimitLeft } from "@farthing/ledger";
import type { AllowanceView } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { allowanceKeys } from "./keys.ts";

/** The three lines of an allowance as the ledger holds them now. */
export interface AllowanceLines {
  readonly click: LimitBalance;
  readonly day: LimitBalance;
  readonly total: LimitBalance;
}

/** The lines of an allowance, or `null` if the ledger never opened it. */
export function allowanceLines(
  deps: Pick<Deps, "ledger">,
  keys: ReturnType<typeof allowanceKeys>,
): AllowanceLines | null {
  const [click, day, total] = deps.ledger.lookupLimits([keys.click, keys.day, keys.total]);
  return click && day && total ? { click, day, total } : null;
}

/** What became of an allowance. Revoked wins: it was the payer's own word. Paused, only its line per click is closed. */
export function allowanceStatus(
  lines: AllowanceLines,
  now: Instant,
): "active" | "paused" | "revoked" | "expired" {
  if (lines.day.closed) return "revoked";
  const isOver = lines.click.expiresAt !== null && lines.click.expiresAt <= now;
  if (isOver) return "expired";
  return lines.click.closed ? "paused" : "active";
}

/** The allowance as frame and wallet show it. */
export function allowanceView(
  deps: Pick<Deps, "config">,
  id: string,
  lines: Record<keyof AllowanceLines, LimitLeft>,
): AllowanceView {
  const { click, day, total } = lines;
  const money = (amount: bigint) => ({ amount: amount.toString(), asset: deps.config.asset });
  return {
    id,
    perClick: money(click.max),
    left24h: money(day.available),
    leftTotal: money(total.available),
    per24h: money(day.max),
    total: money(total.max),
    expiresAt: click.expiresAt ?? 0,
    moreAt: day.moreAt,
  };
}
