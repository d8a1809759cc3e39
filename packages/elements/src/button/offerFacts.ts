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
  // A page's `lang` may be anything.
  const locale = /^[a-z]{2,3}(-[A-Z]{2})?$/.test(lang) ? lang : "en";
  try {
    const money = { amount: BigInt(`${amount as string}`), asset: asset as Asset };
    return merchant ? { merchant, price: formatMoney(money, locale) } : null;
  } catch {
    // BigInt and Intl throw on what is no amount and no currency.
    return null;
  }
}
