import type { Asset } from "@farthing/core";
import type { AllowanceLimits } from "@farthing/protocol";
import { parseTypedAmount, readMoney, typedAmount } from "../kit/money.ts";
import type { Language } from "../kit/language.ts";

/** The three amounts of an allowance, in the order they are asked for: each is at most the next. */
export const amountNames = ["perClick", "per24h", "total"] as const;

export type AmountName = (typeof amountNames)[number];

/** What stands in the editor's fields. */
export interface LimitsForm {
  readonly perClick: string;
  readonly per24h: string;
  readonly total: string;
  readonly expiresAt: number;
}

/** What is wrong with one field; `above-next` and `above-ceiling` carry the amount to stay within. */
export type LimitFault =
  | { readonly kind: "not-money" }
  | { readonly kind: "zero" }
  | { readonly kind: "above-next"; readonly next: AmountName }
  | { readonly kind: "above-ceiling"; readonly max: string };

export type CheckedLimits =
  | { readonly ok: true; readonly limits: AllowanceLimits }
  | { readonly ok: false; readonly faults: Partial<Record<AmountName, LimitFault>> };

/** The limits as text for the editor's fields. */
export function limitsForm(limits: AllowanceLimits, asset: Asset, language: Language): LimitsForm {
  const typed = (amount: string) => typedAmount(readMoney({ amount, asset }), language);
  return {
    perClick: typed(limits.perClick),
    per24h: typed(limits.per24h),
    total: typed(limits.total),
    expiresAt: limits.expiresAt,
  };
}

/**
 * Reads the editor. Each amount is above nothing, at most the next one and within the wallet's ceiling;
 * the expiry is picked from `expiryChoices`, so it cannot be wrong.
 */
export function checkLimits(
  form: LimitsForm,
  { asset, ceiling }: { asset: Asset; ceiling: AllowanceLimits },
): CheckedLimits {
  const typed = (name: AmountName) => parseTypedAmount(form[name], asset);
  const faults: Partial<Record<AmountName, LimitFault>> = {};
  for (const [at, name] of amountNames.entries()) {
    const fault = faultOf(typed(name), ceiling[name]);
    const next = amountNames[at + 1];
    const bound = next === undefined ? null : typed(next);
    if (fault !== null) faults[name] = fault;
    else if (next !== undefined && bound !== null && (typed(name) ?? 0n) > bound) {
      faults[name] = { kind: "above-next", next };
    }
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const amount = (name: AmountName) => String(typed(name));
  const { expiresAt } = form;
  return {
    ok: true,
    limits: {
      perClick: amount("perClick"),
      per24h: amount("per24h"),
      total: amount("total"),
      expiresAt,
    },
  };
}

function faultOf(amount: bigint | null, max: string): LimitFault | null {
  if (amount === null) return { kind: "not-money" };
  if (amount === 0n) return { kind: "zero" };
  return amount > BigInt(max) ? { kind: "above-ceiling", max } : null;
}

const dayMs = 86_400_000;

/** The moments an allowance may end: the payer's preset and round spans up to the ceiling, soonest first. */
export function expiryChoices(
  now: number,
  { preset, ceiling }: { preset: number; ceiling: number },
): number[] {
  const spans = [7, 90, 365].map((days) => now + days * dayMs);
  // A span within a day of the preset would read the same.
  const apart = spans.filter((moment) => Math.abs(moment - preset) >= dayMs);
  return [...apart, preset].filter((moment) => moment <= ceiling).sort((a, b) => a - b);
}
