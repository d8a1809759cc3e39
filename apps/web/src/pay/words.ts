import { systemClock, type WireMoney } from "@farthing/core";
import type { AllowanceLimits } from "@farthing/protocol";
import { dayWords } from "../kit/dates.ts";
import type { Language } from "../kit/language.ts";
import { showMoney } from "../kit/money.ts";
import type { LimitWords, PayText } from "./text/en.ts";

/** The page's words in the reader's language. */
export interface Words {
  readonly text: PayText;
  readonly language: Language;
}

/** Limits as the page shows them. */
export function limitWords(limits: AllowanceLimits, asset: string, language: Language): LimitWords {
  const show = (amount: string) => showMoney({ amount, asset }, language);
  return {
    perClick: show(limits.perClick),
    per24h: show(limits.per24h),
    total: show(limits.total),
    until: dayWords(limits.expiresAt, systemClock.now(), language),
  };
}

/** An amount as the page shows it. */
export function amountWords(wire: WireMoney, { language }: Words): string {
  return showMoney(wire, language);
}
