import { type PresetFigures, type PresetName, type WalletLimits } from "@farthing/protocol";
import { presetNames } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { settledPreset } from "./applyRaise.ts";
import { capsOf, figuresOf, moneyOf, offeredMoney } from "./caps.ts";
import { isMore, leastMoney, type PayerMoney } from "./payerMoney.ts";
import type { PresetState } from "./presetOf.ts";

/**
 * The payer's limits as the wallet shows them: of the preset in force and of a lower one what would hold at once, of a higher
 * one, and as `more`, what waits. A raise whose wait is over is put into force first.
 */
export async function walletLimits(deps: Deps, payer: string): Promise<WalletLimits> {
  const state = await settledPreset(deps, payer);
  const { preset, raise } = state;
  const offered = offeredMoney(deps, preset);
  return {
    preset,
    raise: raise === null ? null : { to: raise.to, until: raise.until },
    choices: presetNames.map((name) => figures(deps, name, moneyUnder(deps, state, name))),
    more: isMore(offered, moneyOf(deps, state)) ? figures(deps, preset, offered) : null,
  };
}

function moneyUnder(deps: Deps, { preset, agreed }: PresetState, name: PresetName): PayerMoney {
  const isHigher = presetNames.indexOf(name) > presetNames.indexOf(preset);
  return leastMoney(offeredMoney(deps, name), isHigher ? null : agreed);
}

function figures(deps: Deps, preset: PresetName, held: PayerMoney): PresetFigures {
  const money = (amount: bigint) => ({ amount: amount.toString(), asset: deps.config.asset });
  const caps = capsOf(deps, preset);
  const { day, month, sinceCheck, merchantDay, ceiling } = held;
  const { checkAgeHours, raiseWaitHours: waitHours } = figuresOf(deps, preset);
  return {
    preset,
    perClick: money(caps.perClick < merchantDay ? caps.perClick : merchantDay),
    perSite24h: money(merchantDay),
    perSite: money(caps.total < month ? caps.total : month),
    per24h: money(day),
    per30d: money(month),
    sinceCheck: money(sinceCheck),
    holds: money(ceiling),
    checkAgeHours,
    waitHours,
  };
}
