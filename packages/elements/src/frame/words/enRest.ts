import type { Rest } from "./words.ts";

const left = "{left} left here{more}.";
const over = (hours: string) =>
  `Nothing was charged. This is over your wallet’s limit for ${hours}`;

/** English, all that is said less often. */
export const enRest: Rest = {
  goOn: "Continue on the payment page",
  yes: "Yes, pay {price}",
  once: "Pay this once",
  checkPay: "Check and pay {price}",
  raise: "Raise the line",
  cancel: "Cancel",
  back: "Ask for it back",
  lessHere: "Ask me less here",
  moreHere: "Ask me more here",
  openWallet: "Open the wallet to pay {price}",
  wallet: "Your wallet",
  look: "Look",
  oneSite: "one site",
  sites: "sites",
  hold: "Hold the button to pay, or press twice. {left} left here{more}.",
  twice: "Two presses pay. {left} left here{more}.",
  covered: "Something on this page covers this button.",
  "bill-due": "Your bill is {owed}. Pay it to go on, or stop here.",
  "bill-closed": "Your bill is closed. A wallet takes one tap.",
  "bill-network": "Pay-later is used up on this network today. A wallet takes one tap.",
  bill: "On your bill: {owed} of {bill}.",
  cut: "Scroll so that the whole button shows.",
  closes: " (closes the article)",
  takesBack: " (takes back what you bought)",
  "key-not-kept":
    "This browser does not let the button remember you between pages, so each page asks once.",
  "allowance-ended": "Your limits for {merchant} have ended. Your wallet asks you.",
  "over-per-click": "{price} is above your {line} line here.",
  "over-24h": left,
  "over-total": left,
  "check-due": "Check it’s you: {price} to {merchant}.",
  confirm: "Press once more to pay {price} to {merchant}.",
  checking: "Check it’s you: {price} to {merchant}.",
  "not-checked": "Not paid. Nothing was charged. Press again to check it’s you.",
  "check-elsewhere": "Nothing was charged. Press again: your wallet asks you.",
  cancelling: "Taking the request back …",
  noted: "Noted.",
  week: "This week: {spent} at {sites}.",
  "take-back": "One click pays here now. Take that back in your wallet.",
  "wallet-opening": "Opening your wallet …",
  "wallet-slow": "Did your wallet not open? Continue there in this tab.",
  "wallet-open": "Pay {price} in the wallet that opened. This page waits for it.",
  "not-paid": "Not paid. Nothing was charged.",
  "paid-kept": "The receipt is in your wallet.",
  undoing: "Undoing …",
  undone: "Undone. {price} is back in your wallet.",
  "undo-too-late": "Not undone: the time for it is over.",
  "undo-failed": "Not undone yet. Press Undo again.",
  unknown:
    "The wallet cannot say yet whether this was paid. Press again: you will not be charged twice.",
  busy: "The wallet is busy. Press again: you will not be charged twice.",
  "clock-skew": "Nothing was charged. This device’s clock is wrong: set it and press again.",
  failed: "This did not work. Press again: you will not be charged twice.",
  "insufficient-balance": "Nothing was charged. Your wallet holds less than {price}.",
  "daily-limit-reached": `${over("24 hours")}{more}.`,
  "monthly-limit-reached": `${over("30 days")}.`,
  "merchant-limit-reached":
    "Nothing was charged. The most you pay {merchant} in 24 hours is {most}{more}.",
  "wallet-frozen": "Nothing was charged. Your wallet is frozen. Unfreeze it in your wallet.",
  "allowance-paused": "Nothing was charged. You paused this site. Let it go on in your wallet.",
  "too-risky":
    "Nothing was charged. This payment looks unusual. Open your wallet and look at your last payments.",
  "not-owned": "Nothing was charged. This wallet has not paid for this yet.",
  "allowance-revoked":
    "Nothing was charged. You took back your limits for {merchant}: press to ask again.",
  "device-revoked":
    "Nothing was charged. Your wallet no longer knows this browser here: press to ask again.",
  "offer-expired": "Nothing was charged. This price has expired: reload the page.",
  "offer-invalid": "Nothing can be charged. This offer is not valid here.",
  "origin-not-registered": "Nothing can be charged. This site is not registered with the wallet.",
};
