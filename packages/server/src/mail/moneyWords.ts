import { assert, formatMoney, isAsset, type WireMoney } from "@farthing/core";
import type { Language } from "./words.ts";

/** Money as a mail says it. */
export function moneyWords({ amount, asset }: WireMoney, language: Language): string {
  assert(isAsset(asset), "our money has an asset");
  return formatMoney({ amount: BigInt(amount), asset }, language);
}
