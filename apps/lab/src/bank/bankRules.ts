import { defaultPolicy } from "@farthing/risk";
import { serverDefaults } from "@farthing/server";
import type { BankRules } from "./check/bankModel.ts";

const { welcome, feeBasisPoints } = serverDefaults;
const { balanced } = defaultPolicy.presets;

/** What a server does when nothing else is said; three undos a day by rule 18 (docs/how-to/give-money-back.md). */
export const bankRules: BankRules = {
  welcome,
  feeBasisPoints,
  per24h: balanced.perDay,
  per30d: balanced.per30Days,
  sinceCheck: balanced.sinceCheck,
  topUp24h: balanced.topUpPerDay,
  perMerchant24h: balanced.perMerchantDay,
  undosMax: 3,
};
