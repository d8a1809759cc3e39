interface PaywallWords {
  readonly price: string;
  readonly before: string;
  readonly signIn: string;
  readonly owned: string;
  /** The link in the frame's place. */
  readonly pay: string;
}

const words: Readonly<Record<string, PaywallWords>> = {
  en: {
    price: "Go on reading for {price}. One payment, no subscription.",
    before: "Paid for this before?",
    signIn: "Sign in",
    owned: "You own this",
    pay: "Pay {price} in the wallet",
  },
  de: {
    price: "Für {price} weiterlesen. Eine Zahlung, kein Abo.",
    before: "Schon einmal bezahlt?",
    signIn: "Anmelden",
    owned: "Das gehört Ihnen",
    pay: "{price} in der Wallet bezahlen",
  },
};

/** Words around the button; English where there are none in the page's language. */
export function paywallWords(lang: string): PaywallWords {
  return words[lang.slice(0, 2)] ?? (words["en"] as PaywallWords);
}
