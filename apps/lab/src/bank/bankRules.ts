import { defaultPolicy } from "@farthing/risk";
import { serverDefaults } from "@farthing/server";
import type { BankRules } from "./check/bankModel.ts";

const { welcome, payerLimits, feeBasisPoints } = serverDefaults;

/** What a server does when nothing else is said; three undos a day by rule 18 (docs/how-to/give-money-back.md). */
export const bankRules: BankRules = {
  welcome,
  feeBasisPoints,
  ...payerLimits,
  perMerchant24h: defaultPolicy.presets.balanced.perMerchantDay,
  undosMax: 3,
};
