import type { UnlockOutcome } from "./unlock.ts";

type Closed = Exclude<UnlockOutcome, { kind: "open" }>;

const silent =
  "You paid, but the wallet does not answer just now. Reload the page in a moment: you will not be charged twice.";

/** What a reader is told when a payment did not open the article: what happened, then one next step. */
export function closedSentence(outcome: Closed): string {
  if (outcome.kind === "wallet-silent") return silent;
  if (outcome.kind === "nothing-waits")
    return "No payment waits for this page. If you did pay, press the button: what you own is not charged twice.";
  if (outcome.kind === "undone")
    return "This payment was taken back, so the article stays closed. Press the button to pay again.";
  switch (outcome.reason) {
    case "keys-unavailable":
    case "memory-full":
    case "memory-unavailable":
      return silent;
    case "expired":
      return "This receipt is too old to open the article. Reload the page and press the button: what you own is not charged twice.";
    case "wrong-visitor":
      return "This receipt was bought in another browser or session, so it opens nothing here.";
    case "already-used":
      return "This receipt has already opened the article once.";
    default:
      return "This receipt does not fit this article, so it stays closed. Nothing more was charged.";
  }
}
