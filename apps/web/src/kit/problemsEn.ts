import type { ProblemWords } from "./problemWords.ts";

/** Problems whose own words speak to programs (`Retry-After`, "the same request"), said to a payer. */
export const problemsEn: Partial<Record<string, ProblemWords>> = {
  "hold-not-agreed": {
    title: "This payment is held before it is made. The page did not say so. Nothing was charged.",
    hint: "Read how long it is held, then agree again.",
  },
  "payment-held": {
    title: "This payment is held: nothing was paid yet.",
    hint: "You can cancel it while it is held. After that you can report it.",
  },
  "rate-limited": {
    title: "Too many requests. Nothing was charged.",
    hint: "Wait a minute, then try again.",
  },
  "period-invalid": { title: "There is no such period.", hint: "Choose another month." },
  "cursor-unknown": { title: "This place in the list is not known.", hint: "Reload the page." },
  unavailable: {
    title: "The server is too busy. Nothing was charged.",
    hint: "Try again in a moment.",
  },
  "outcome-unknown": {
    title: "The server cannot say yet whether this was done.",
    hint: "Try again: it will never be done twice.",
  },
  "too-many-tries": {
    title: "Too many tries went wrong. Nothing was changed.",
    hint: "Wait a quarter of an hour. Each further wrong try makes the wait longer.",
  },
  "totp-needed": {
    title: "This wallet asks for a code besides the password.",
    hint: "Type the six digits that your authenticator app shows now, too.",
  },
  "totp-wrong": {
    title: "This code does not fit, or it was used before. Nothing was changed.",
    hint: "Wait for the next code and type that. If none fits, the clock of the app’s device is wrong.",
  },
  internal: {
    title: "Something went wrong on our side.",
    hint: "Try again: it will never be done twice.",
  },
  "not-found": {
    title: "There is nothing at this address.",
    hint: "Go back to the wallet.",
  },
};
