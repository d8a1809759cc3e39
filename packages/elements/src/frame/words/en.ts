import type { Words } from "./words.ts";

const left = "{left} left here{more}. Above that your wallet asks you.";
const notPaid = "Not paid. Nothing was charged.";
const over = (hours: string) =>
  `This is over your wallet’s limit for ${hours}. Nothing was charged.`;

/** English. Sentences say what happened to the money first, then one next step. */
export const en: Words = {
  locale: "en",
  read: "Read for {price}",
  open: "Open",
  again: "Try again",
  goOn: "Continue on the payment page",
  moment: "One moment …",
  paid: "Paid {price}",
  undo: "Undo",
  undoName: "Undo {price} (closes the article)",
  playMoney: "Play money",
  wallet: "Your wallet",
  to: "to {merchant}",
  more: ", more from {moreAt}",
  left: `One click pays. ${left}`,
  "first-time": "Your wallet opens once and shows the limits.",
  "key-not-kept":
    "This browser does not let the button remember you between pages, so each page asks once.",
  "allowance-ended": "Your limits for {merchant} have ended. Your wallet asks you.",
  "over-per-click": "{price} is above your {line} line here. Your wallet asks you.",
  "over-24h": left,
  "over-total": left,
  "check-due": "Check it’s you: {price} to {merchant}. Your wallet asks you.",
  confirm: "Press once more to pay {price} to {merchant}.",
  checking: "Check it’s you: {price} to {merchant}.",
  "not-checked": "Not paid. Nothing was charged. Press again to check it’s you.",
  "check-elsewhere": "Nothing was charged. Press again: your wallet asks you.",
  cancelling: "Taking the request back …",
  noted: "Noted.",
  week: "This week: {spent} at {sites} sites.",
  "you-own-this": "You own this. Opening it costs nothing.",
  "wallet-opening": "Opening your wallet …",
  "wallet-slow": "Did your wallet not open? Continue there in this tab.",
  "wallet-open": "Pay {price} in the wallet that opened. This page waits for it.",
  "not-paid": notPaid,
  "press-again": "Press again to pay {price}",
  paying: "Paying {price} to {merchant} …",
  "paid-undo": "Paid to {merchant}. You can undo this for a few seconds.",
  "paid-kept": "The receipt is in your wallet.",
  undoing: "Undoing …",
  undone: "Undone. {price} is back in your wallet.",
  "undo-too-late": "Not undone: the time for it is over.",
  "undo-failed": "Not undone yet. Press Undo again.",
  offline: "You are offline. Press again when you are back: you will not be charged twice.",
  unknown:
    "The wallet cannot say yet whether this was paid. Press again: you will not be charged twice.",
  busy: "The wallet is busy. Press again: you will not be charged twice.",
  "clock-skew": "This device’s clock is wrong. Nothing was charged. Set it and press again.",
  failed: "This did not work. Press again: you will not be charged twice.",
  "insufficient-balance":
    "Your wallet holds less than {price}. Nothing was charged. Top it up, then press again.",
  "daily-limit-reached": over("24 hours"),
  "monthly-limit-reached": over("30 days"),
  "not-owned": "This wallet has not paid for this yet.",
  "allowance-revoked":
    "You took back your limits for {merchant}. Nothing was charged. Press to ask again.",
  "device-revoked":
    "Your wallet no longer knows this browser here. Nothing was charged. Press to ask again.",
  "offer-expired": "This price has expired. Nothing was charged. Reload the page.",
  "offer-invalid": "This offer is not valid here. Nothing can be charged.",
  "origin-not-registered": "This site is not registered with the wallet. Nothing can be charged.",
};
