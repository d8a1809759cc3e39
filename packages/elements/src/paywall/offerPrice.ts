import { type Asset, formatMoney } from "@farthing/core";
import { offerClaims, offerMerchant } from "../offerClaims.ts";

/** The price in an offer's text, read without belief and written for a page's language; `null` if it names none. */
export function offerPrice(offer: string, lang: string): string | null {
  const { amount, asset } = offerClaims(offer);
  // A page's `lang` may be anything.
  const locale = /^[a-z]{2,3}(-[A-Z]{2})?$/.test(lang) ? lang : "en";
  try {
    const money = { amount: BigInt(`${amount as string}`), asset: asset as Asset };
    return offerMerchant(offer) ? formatMoney(money, locale) : null;
  } catch {
    // BigInt and Intl throw on what is no amount and no currency.
    return null;
  }
}
