import type { Everyday } from "./words.ts";

/** English, the everyday part. Sentences say what happened to the money first, then one next step. */
export const en: Everyday = {
  locale: "en",
  read: "Read for {price}",
  pay: "Pay {price}",
  open: "Open",
  again: "Try again",
  moment: "One moment …",
  paid: "Paid {price}",
  undo: "Undo",
  playMoney: "Play money",
  to: "to {merchant}",
  more: ", more from {moreAt}",
  left: "One click pays. {left} left here{more}. Above that we ask you.",
  "first-time": "Your wallet opens once and shows the limits.",
  paying: "Paying {price} to {merchant} …",
  offline: "You are offline. Press again later: you will not be charged twice.",
};
