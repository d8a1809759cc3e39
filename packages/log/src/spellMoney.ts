import { formatMoney, isAsset } from "@farthing/core";
import type { ReceiptLanguage } from "./disbeliefWords.ts";

/**
 * A sum as every check says it, of a receipt or of a balance: play money is called that, because a sentence that is sent on
 * stands alone.
 *
 * @example spellMoney({ amount: 420_000n, asset: "PLAY/6" }, "en") // "$0.42 of play money"
 */
export function spellMoney(
  { amount, asset }: { readonly amount: bigint; readonly asset: string },
  language: ReceiptLanguage,
): string {
  const isPlay = asset.startsWith("PLAY/");
  // Any other code is somebody's own, and no currency that has a sign.
  if (!isAsset(asset) || (!isPlay && !/^[A-Z]{3}\//.test(asset))) {
    return language === "en" ? `${amount} of ${asset}` : `${amount} ${asset}`;
  }
  const sum = formatMoney({ amount, asset }, language);
  if (!isPlay) return sum;
  return language === "en" ? `${sum} of play money` : `${sum} Spielgeld`;
}
