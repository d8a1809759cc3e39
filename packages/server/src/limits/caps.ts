import type { PresetName } from "@farthing/protocol";
import type { Preset } from "@farthing/risk";
import type { AllowancePreset } from "../config.ts";
import type { Deps } from "../deps.ts";
import { leastMoney, type PayerMoney } from "./payerMoney.ts";
import type { PresetState } from "./presetOf.ts";

type Has = Pick<Deps, "config" | "clock" | "policies">;

/** The figures of a preset in the policy that holds now. */
export function figuresOf({ policies, clock }: Has, preset: PresetName): Preset {
  return policies.current(clock.now()).presets[preset];
}

/** What a preset offers now: the policy in force, and the operator's ceiling. */
export function offeredMoney(deps: Has, preset: PresetName): PayerMoney {
  const own = figuresOf(deps, preset);
  const figures = {
    day: own.perDay,
    month: own.per30Days,
    sinceCheck: own.sinceCheck,
    merchantDay: own.perMerchantDay,
    ceiling: own.walletCeiling,
    topUpDay: own.topUpPerDay,
  };
  return leastMoney(figures, deps.config.payerCeiling);
}

/** What holds for a payer: what the preset in force offers, and never more than they agreed to. */
export function moneyOf(
  deps: Has,
  { preset, agreed }: Pick<PresetState, "preset" | "agreed">,
): PayerMoney {
  return leastMoney(offeredMoney(deps, preset), agreed);
}

/** The highest lines that an allowance may be given under a preset: the wallet's own ceiling, and no more than one site's day. */
export function capsOf(deps: Has, preset: PresetName): AllowancePreset {
  const { ceiling } = deps.config;
  const { merchantDay, month } = offeredMoney(deps, preset);
  return {
    perClick: least(ceiling.perClick, merchantDay),
    per24h: least(ceiling.per24h, merchantDay),
    total: least(ceiling.total, month),
    days: ceiling.days,
  };
}

/** What the wallet proposes to a payer of that preset. */
export function proposalOf(deps: Has, preset: PresetName): AllowancePreset {
  const { perClick, per24h, total, days } = deps.config.preset;
  const caps = capsOf(deps, preset);
  return {
    perClick: least(perClick, caps.perClick),
    per24h: least(per24h, caps.per24h),
    total: least(total, caps.total),
    days,
  };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
