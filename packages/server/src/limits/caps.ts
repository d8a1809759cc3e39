import type { PresetName } from "@farthing/protocol";
import type { Preset } from "@farthing/risk";
import type { AllowancePreset } from "../config.ts";
import type { Deps } from "../deps.ts";

type Has = Pick<Deps, "config" | "clock" | "policies">;

/** The money limits over all sites of a payer, as the ledger holds them. Smallest unit. */
export interface PayerMoney {
  readonly day: bigint;
  readonly month: bigint;
  readonly sinceCheck: bigint;
  /** At one merchant in 24 hours. */
  readonly merchantDay: bigint;
  /** What the wallet may hold after a top-up. */
  readonly ceiling: bigint;
}

/** The figures of a preset in the policy that holds now. */
export function figuresOf({ policies, clock }: Has, preset: PresetName): Preset {
  return policies.current(clock.now()).presets[preset];
}

/**
 * What the ledger is told when a preset comes into force. Balanced is what every wallet opens with; the other two are
 * never on the wrong side of it, whatever a policy says.
 */
export function payerMoney(deps: Has, preset: PresetName): PayerMoney {
  const own = figuresOf(deps, preset);
  const { per24h, per30d, sinceCheck } = deps.config.payerLimits;
  const { perMerchant24h = own.perMerchantDay, walletCeiling = own.walletCeiling } =
    deps.config.payerLimits;
  const pick = preset === "careful" ? least : preset === "balanced" ? configured : most;
  return {
    day: pick(own.perDay, per24h),
    month: pick(own.per30Days, per30d),
    sinceCheck: pick(own.sinceCheck, sinceCheck),
    merchantDay: pick(own.perMerchantDay, perMerchant24h),
    ceiling: pick(own.walletCeiling, walletCeiling),
  };
}

const configured = (_: bigint, ofServer: bigint): bigint => ofServer;

/** The highest lines that an allowance may be given under a preset: the wallet's own ceiling, and no more than one site's day. */
export function capsOf(deps: Has, preset: PresetName): AllowancePreset {
  const { ceiling } = deps.config;
  const { perMerchantDay, per30Days } = figuresOf(deps, preset);
  const siteDay = least(perMerchantDay, payerMoney(deps, preset).merchantDay);
  return {
    perClick: least(ceiling.perClick, siteDay),
    per24h: least(ceiling.per24h, siteDay),
    total: least(ceiling.total, per30Days),
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

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
