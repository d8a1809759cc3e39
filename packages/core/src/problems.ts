/** What a caller may do after a problem: nothing, send the same request (same key) again, or wait first. */
export type Retry = "never" | "same-key" | "later";

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retry: Retry;
  /** The one next step. */
  readonly hint: string;
}

function kind(status: number, retry: Retry, title: string, hint: string): ProblemKind {
  return { status, title, retry, hint };
}

/**
 * Every problem Farthing answers with (RFC 9457). The code is the last part of the problem's `type`.
 * A code is added here or it does not exist: the reference page is generated from this table.
 */
export const problems = {
  "malformed-json": kind(
    400,
    "never",
    "The body is not JSON.",
    "Send a JSON object as application/json.",
  ),
  "invalid-request": kind(
    400,
    "never",
    "The request does not have the expected shape.",
    "Compare the fields named in the detail with /reference.",
  ),
  "period-invalid": kind(
    400,
    "never",
    "There is no such period.",
    "Ask for a month such as 2026-11, or for `from` before `to`.",
  ),
  "cursor-unknown": kind(
    400,
    "never",
    "This cursor is not one of this list's.",
    "Start without a cursor, or send the last `next` as it came.",
  ),
  "unsupported-media-type": kind(
    415,
    "never",
    "Only application/json is accepted here.",
    "Set Content-Type: application/json.",
  ),
  "body-too-large": kind(
    413,
    "never",
    "The body is larger than this address accepts.",
    "Send at most 64 KiB.",
  ),
  "not-found": kind(
    404,
    "never",
    "There is nothing at this address.",
    "Look the address up in /reference.",
  ),
  "method-not-allowed": kind(
    405,
    "never",
    "This address does not take that method.",
    "Look the address up in /reference.",
  ),
  "wrong-host": kind(
    421,
    "never",
    "This server answers under another address.",
    "Use the address that the server prints when it starts.",
  ),
  "cross-site-request": kind(
    403,
    "never",
    "This address answers only the wallet's own pages.",
    "Open the wallet itself and try there.",
  ),
  "origin-not-registered": kind(
    403,
    "never",
    "This site is not registered with the wallet.",
    "Add the site's address to the merchant's origins.",
  ),
  "api-key-invalid": kind(
    401,
    "never",
    "The API key is missing or not known.",
    "Send Authorization: Bearer with the key of this merchant.",
  ),
  "signed-out": kind(
    401,
    "never",
    "Nobody is signed in.",
    "Sign in to the wallet with your passkey.",
  ),
  "passkey-failed": kind(
    401,
    "never",
    "The passkey could not be checked.",
    "Try again with the passkey of this wallet.",
  ),
  "last-passkey": kind(
    409,
    "never",
    "This is the only passkey of the wallet: without it nobody could sign in.",
    "Add another passkey first.",
  ),
  "passkeys-full": kind(
    409,
    "never",
    "This wallet has as many passkeys as it may have.",
    "Remove one that you no longer use first.",
  ),
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
  "idempotency-key-missing": kind(
    400,
    "never",
    "This request moves money and needs an Idempotency-Key.",
    "Send a fresh UUIDv7 as Idempotency-Key and keep it for retries.",
  ),
  "idempotency-conflict": kind(
    409,
    "never",
    "This Idempotency-Key was used with another body.",
    "Use a new key for a new request.",
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
  "click-required": kind(
    403,
    "never",
    "A page's key pays only by a click. Nothing was charged.",
    "Press the button. A program that is to pay by itself needs a key of its own, made in the wallet.",
  ),
  "program-unknown": kind(
    403,
    "never",
    "This key is no program's key here. Nothing was charged.",
    "Make a key for the program in your wallet, under Keys for programs.",
  ),
  "key-in-use": kind(
    409,
    "never",
    "This public key is in use already. Nothing was changed.",
    "Make a new pair of keys for this program.",
  ),
  "programs-full": kind(
    409,
    "never",
    "A wallet has at most 20 keys for programs that can pay.",
    "Take one back that is not needed any more.",
  ),
  "request-over": kind(
    410,
    "never",
    "This request of a program was answered, or its price is no longer offered.",
    "Have the program ask again. Your payments show whether it was paid.",
  ),
  "limits-too-high": kind(
    422,
    "never",
    "These limits are above what this wallet allows.",
    "Choose lower limits.",
  ),
  "advice-gone": kind(
    409,
    "never",
    "This advice is no longer there, or cannot be put off.",
    "Look at the check-up again: it shows what holds now.",
  ),
  "recovery-refused": kind(
    401,
    "never",
    "This code or link does nothing, or nothing any more.",
    "Check that you typed all of it, or use another code.",
  ),
  "recovery-not-ready": kind(
    409,
    "later",
    "This recovery still waits.",
    "Come back at the time it names, with the same code or link.",
  ),
  "recovery-closed": kind(
    409,
    "never",
    "This recovery has ended, or was decided otherwise.",
    "Load the list again to see what is left.",
  ),
  "too-many-tries": kind(
    429,
    "later",
    "Too many tries went wrong. Nothing was changed.",
    "Wait as long as Retry-After says, then try again.",
  ),
  "passkey-session-needed": kind(
    403,
    "never",
    "For this, sign in with your passkey. Nothing was changed.",
    "Sign out, and sign in with your passkey instead of the password.",
  ),
  "second-way-needed": kind(
    403,
    "never",
    "This wallet has only one way in. Nothing was added.",
    "Save recovery codes in the settings first: they get you back in when your passkey is lost.",
  ),
  "sign-in-failed": kind(
    401,
    "never",
    "Sign-in name and password do not fit.",
    "Check both and try again, or use your passkey or a recovery code.",
  ),
  "password-weak": kind(
    422,
    "never",
    "This password is too easy to guess. Nothing was changed.",
    "Take a longer one: four or five words that have nothing to do with each other.",
  ),
  "totp-needed": kind(
    401,
    "never",
    "This wallet asks for a code besides the password.",
    "Send the six digits that your authenticator app shows now, too.",
  ),
  "totp-wrong": kind(
    422,
    "never",
    "This code does not fit, or it was used before. Nothing was changed.",
    "Wait for the next code and send that. If none fits, the clock of the app's device is wrong.",
  ),
  "totp-offer-over": kind(
    409,
    "never",
    "This key for an authenticator app has run out. Nothing was changed.",
    "Begin again: there is a new key.",
  ),
  "password-needs-totp": kind(
    409,
    "never",
    "Your password is too short to stand alone. Nothing was changed.",
    "Set one of 15 characters or more first, or let the password go too.",
  ),
  "raise-needs-passkey": kind(
    403,
    "never",
    "Higher limits need your passkey. Nothing was changed.",
    "Choose it again and use the passkey of this wallet.",
  ),
  "allowance-not-active": kind(
    409,
    "never",
    "This site is paused, taken back or over: its limits stay as they are.",
    "Let it go on first, or allow it again with the button on its page.",
  ),
  "undo-too-late": kind(409, "never", "The time to undo is over.", "Ask the site for a refund."),
  "undo-limit-reached": kind(
    409,
    "never",
    "You undid three payments on this site in 24 hours.",
    "Ask the site for a refund.",
  ),
  "operator-key-invalid": kind(
    401,
    "never",
    "This is not the operator's key.",
    "`farthing operator key`, run where the server's data is, tells it.",
  ),
  "already-undone": kind(
    409,
    "never",
    "This payment was already undone.",
    "Nothing is left to do.",
  ),
  "already-refunded": kind(
    409,
    "never",
    "The site already gave this payment back.",
    "Nothing is left to do.",
  ),
  "partly-refunded": kind(
    409,
    "never",
    "The site already gave back a part of this payment.",
    "Ask the site for the rest.",
  ),
  "already-reported": kind(
    409,
    "never",
    "This payment was reported for another reason.",
    "Its page in your wallet shows what came of it.",
  ),
  "report-closed": kind(409, "never", "This report is decided.", "Its steps tell what came of it."),
  "evidence-given": kind(
    409,
    "never",
    "You answered this report before, in other words.",
    "What you said first stands.",
  ),
  "refund-too-large": kind(
    409,
    "never",
    "That is more than is left of this payment.",
    "Look the payment up: price less givenBack is left.",
  ),
  "refund-in-too-many-parts": kind(
    409,
    "never",
    "This payment was given back in as many parts as there may be.",
    "Leave the amount out: all that is left goes back at once.",
  ),
  "step-up-elsewhere": kind(
    403,
    "never",
    "This price cannot be agreed to inside a page. Nothing was charged.",
    "Press the button: the wallet's own page asks.",
  ),
  "wallet-full": kind(
    409,
    "later",
    "This wallet may not hold so much.",
    "Nothing was added. Add less, or spend some of it first; the limits page says what a wallet holds at most.",
  ),
  "top-up-refused": kind(
    422,
    "never",
    "No more play money can be added within 24 hours.",
    "Nothing was added. Try again later.",
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
  "pay-later-unavailable": kind(
    403,
    "never",
    "Pay-later is not available here now. Nothing was charged.",
    "A wallet takes one tap.",
  ),
  "sale-on-bill": kind(
    409,
    "never",
    "This sale is on a bill that nobody has paid yet: it is given back whole or not at all.",
    "Leave the amount out, or wait for the event payment.settled.",
  ),
  "payment-held": kind(
    409,
    "never",
    "This payment is held: nothing was paid yet.",
    "Cancel it in the wallet while it is held. After that a refund or a report is the way.",
  ),
  "payment-released": kind(
    409,
    "never",
    "This payment was let go of: nothing was paid.",
    "There is nothing to give back.",
  ),
  "hold-over": kind(
    409,
    "never",
    "The hold is over and the payment was made.",
    "Report the payment in the wallet, or ask the site for a refund.",
  ),
  "hold-not-agreed": kind(
    409,
    "never",
    "This payment is held before it is made, and the page did not say so. Nothing was charged.",
    "Open the wallet's page again, read how long it is held, and agree again.",
  ),
  "rate-limited": kind(
    429,
    "later",
    "Too many requests. Nothing was charged.",
    "Wait as long as Retry-After says, then send the same request.",
  ),
  unavailable: kind(
    503,
    "same-key",
    "The server is too busy. Nothing was charged.",
    "Send the same request again after Retry-After.",
  ),
  "outcome-unknown": kind(
    503,
    "same-key",
    "The server cannot say yet whether this was done.",
    "Send the same request again: it will never be done twice.",
  ),
  internal: kind(
    500,
    "same-key",
    "Something went wrong on our side.",
    "Send the same request again: it will never be done twice.",
  ),
} as const satisfies Record<string, ProblemKind>;

/** The name of a problem. */
export type ProblemCode = keyof typeof problems;
