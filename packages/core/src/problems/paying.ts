import { kind, type ProblemKind } from "../problemKind.ts";

/** A payment that was not made: by a key, on the wallet's page, or by a program. */
export const payingProblems = {
  "signature-invalid": kind(
    401,
    "never",
    "The signature does not fit.",
    "Sign the canonical bytes with the enrolled key.",
  ),
  "device-revoked": kind(
    403,
    "never",
    "This device key may no longer pay.",
    "Approve this site again in the wallet.",
  ),
  "device-unknown": kind(
    403,
    "never",
    "This device key is not enrolled for that allowance.",
    "Approve this site in the wallet.",
  ),
  "wrong-merchant": kind(
    403,
    "never",
    "The offer belongs to another merchant.",
    "Ask the merchant of this page for an offer.",
  ),
  "offer-invalid": kind(
    400,
    "never",
    "The offer was not signed by this server.",
    "Ask the merchant for a new offer.",
  ),
  "offer-expired": kind(
    410,
    "never",
    "The offer has expired. Nothing was charged.",
    "Reload the page for a new offer.",
  ),
  "authorization-expired": kind(
    410,
    "never",
    "The authorization has expired. Nothing was charged.",
    "Press the button again.",
  ),
  "clock-skew": kind(
    400,
    "never",
    "The signed time is too far from the server's. Nothing was charged.",
    "Set this device's clock and press the button again.",
  ),
  "counter-conflict": kind(
    409,
    "never",
    "This counter was already used for another payment. Nothing was charged.",
    "Press the button again.",
  ),
  "click-required": kind(
    403,
    "never",
    "A page's key pays only by a click. Nothing was charged.",
    "Press the button. A program that is to pay by itself needs a key of its own, made in the wallet.",
  ),
  "step-up-elsewhere": kind(
    403,
    "never",
    "This price cannot be agreed to inside a page. Nothing was charged.",
    "Press the button: the wallet's own page asks.",
  ),
  "grant-not-found": kind(
    404,
    "never",
    "This request is not known. Nothing was charged.",
    "Go back to the page and press the button again.",
  ),
  "grant-used": kind(
    409,
    "never",
    "This request was already answered.",
    "Go back to the page and press the button again.",
  ),
  "grant-cancelled": kind(
    409,
    "never",
    "This was cancelled on the site's page. Nothing was charged.",
    "Go back to the page and press the button again.",
  ),
  "grant-expired": kind(
    410,
    "never",
    "This request is older than five minutes. Nothing was charged.",
    "Go back to the page and press the button again.",
  ),
  "grant-not-from-button": kind(
    403,
    "never",
    "This page opens only from the button on a site. Nothing was charged.",
    "Go back to the page and press the button again.",
  ),
  "hold-not-agreed": kind(
    409,
    "never",
    "This payment is held before it is made, and the page did not say so. Nothing was charged.",
    "Open the wallet's page again, read how long it is held, and agree again.",
  ),
  "pay-later-unavailable": kind(
    403,
    "never",
    "Pay-later is not available here now. Nothing was charged.",
    "A wallet takes one tap.",
  ),
  "bill-changed": kind(
    409,
    "never",
    "Your bill changed meanwhile. Nothing was charged.",
    "Look at it and pay again.",
  ),
  "bill-not-paid": kind(
    422,
    "never",
    "This wallet does not pay the bill now. Nothing was charged.",
    "Add money or check the wallet's limits, or choose another way to pay.",
  ),
  "program-unknown": kind(
    403,
    "never",
    "This key is no program's key here. Nothing was charged.",
    "Make a key for the program in your wallet, under Keys for programs.",
  ),
  "request-over": kind(
    410,
    "never",
    "This request of a program was answered, or its price is no longer offered.",
    "Have the program ask again. Your payments show whether it was paid.",
  ),
} as const satisfies Record<string, ProblemKind>;
