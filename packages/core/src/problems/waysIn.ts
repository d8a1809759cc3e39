import { kind, type ProblemKind } from "../problemKind.ts";

/** Who somebody is, and how they get in or back in. */
export const waysInProblems = {
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
  "password-needs-totp": kind(
    409,
    "never",
    "Your password is too short to stand alone. Nothing was changed.",
    "Set one of 15 characters or more first, or let the password go too.",
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
  "too-many-tries": kind(
    429,
    "later",
    "Too many tries went wrong. Nothing was changed.",
    "Wait as long as Retry-After says, then try again.",
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
  "advice-gone": kind(
    409,
    "never",
    "This advice is no longer there, or cannot be put off.",
    "Look at the check-up again: it shows what holds now.",
  ),
} as const satisfies Record<string, ProblemKind>;
