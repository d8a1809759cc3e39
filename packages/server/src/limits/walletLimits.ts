import { type PresetFigures, type PresetName, type WalletLimits } from "@farthing/protocol";
import { presetNames } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { settledPreset } from "./applyRaise.ts";
import { capsOf, figuresOf, payerMoney } from "./caps.ts";

/** The payer's limits as the wallet shows them. A raise whose wait is over is put into force first. */
export async function walletLimits(deps: Deps, payer: string): Promise<WalletLimits> {
  const { preset, raise } = await settledPreset(deps, payer);
  return { preset, raise, choices: presetNames.map((name) => figures(deps, name)) };
}

function figures(deps: Deps, preset: PresetName): PresetFigures {
  const money = (amount: bigint) => ({ amount: amount.toString(), asset: deps.config.asset });
  const caps = capsOf(deps, preset);
  const { day, month, sinceCheck, merchantDay, ceiling } = payerMoney(deps, preset);
  const { checkAgeHours, raiseWaitHours: waitHours } = figuresOf(deps, preset);
  return {
    preset,
    perClick: money(caps.perClick),
    perSite24h: money(merchantDay),
    perSite: money(caps.total),
    per24h: money(day),
    per30d: money(month),
    sinceCheck: money(sinceCheck),
    holds: money(ceiling),
    checkAgeHours,
    waitHours,
  };
}
