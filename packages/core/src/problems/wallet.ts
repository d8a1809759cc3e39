import { kind, type ProblemKind } from "../problemKind.ts";

/** What a payer changes in the wallet: limits, money, programs, leaving. */
export const walletProblems = {
  "limits-too-high": kind(
    422,
    "never",
    "These limits are above what this wallet allows.",
    "Choose lower limits.",
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
  "program-not-active": kind(
    409,
    "never",
    "This program is paused, taken back or over: what it may pay stays as it is.",
    "Let it pay again first, or make a new key for it.",
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
  "erasure-blocked": kind(
    409,
    "never",
    "This wallet cannot be erased yet. Nothing was erased.",
    "Settle first what your wallet lists as still open, then ask again.",
  ),
  "erasure-begun": kind(
    409,
    "later",
    "This wallet is being erased in this moment. It is too late to keep it.",
    "Look again in a minute. If the wallet is still there, something stood in the way, and you can keep it.",
  ),
} as const satisfies Record<string, ProblemKind>;
