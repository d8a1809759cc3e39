import { type Asset, formatMoney } from "@farthing/core";
import { offerClaims, offerMerchant } from "../offerClaims.ts";

/** What the loader reads from an offer without believing it: which frame to load, and a name for it. */
export interface OfferFacts {
  readonly merchant: string;
  readonly price: string;
}

/** Reads merchant and price from an offer's text; `null` if it names none. */
export function readOffer(offer: string, lang: string): OfferFacts | null {
  const { amount, asset } = offerClaims(offer);
  const merchant = offerMerchant(offer);
  const isMoney = /^\d{1,19}$/.test(String(amount)) && /^[A-Z]{3,4}\/\d\d?$/.test(String(asset));
  if (!merchant || !isMoney) return null;
  // A page's `lang` may be anything; Intl throws on what is not a language.
  const locale = /^[a-z]{2,3}(-[A-Z]{2})?$/.test(lang) ? lang : "en";
  const money = { amount: BigInt(String(amount)), asset: String(asset) as Asset };
  return { merchant, price: formatMoney(money, locale) };
}
