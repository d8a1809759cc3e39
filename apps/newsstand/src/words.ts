import type { UnlockOutcome } from "./unlock.ts";
import type { Ware } from "./wares/ware.ts";

type Closed = Exclude<UnlockOutcome, { kind: "open" }>;
type Kind = Ware["kind"];

/** What is bought, in the middle of a sentence. */
const names: Record<Kind, string> = {
  article: "the article",
  pass: "the day pass",
  prints: "the download",
  tip: "the tip",
};

const undone: Record<Kind, string> = {
  article: "You took the payment back. The article is closed again.",
  pass: "You took the payment back. The day pass is gone, and the articles are closed again.",
  prints: "You took the payment back. The download is closed again.",
  tip: "You took the tip back.",
};

/** What a reader is told after an undo. */
export function undoneSentence({ kind }: Ware): string {
  return undone[kind];
}

const silent =
  "You paid, but the wallet does not answer just now. Reload the page in a moment: you will not be charged twice.";

/** What a reader is told when a payment did not open what it was for: what happened, then one next step. */
export function closedSentence(outcome: Closed, { kind }: Ware): string {
  const name = names[kind];
  if (outcome.kind === "wallet-silent") return silent;
  if (outcome.kind === "held")
    return `This payment is held: nothing was paid yet, and ${name} opens once it is. Your wallet says until when, and can cancel it.`;
  if (outcome.kind === "nothing-waits")
    return "No payment waits for this page. If you did pay, press the button: what you own is not charged twice.";
  if (outcome.kind === "undone")
    return kind === "pass"
      ? "This day pass has ended or was taken back. Nothing was charged. Reload the page for a new one."
      : `This payment was taken back, so ${name} stays closed. Press the button to pay again.`;
  switch (outcome.reason) {
    case "keys-unavailable":
    case "memory-full":
    case "memory-unavailable":
      return silent;
    case "expired":
      return `This receipt is too old to open ${name}. Reload the page and press the button: what you own is not charged twice.`;
    case "wrong-visitor":
      return "This receipt was bought in another browser or session, so it opens nothing here.";
    case "already-used":
      return `This receipt has already opened ${name} once.`;
    default:
      return `This receipt does not fit ${name}, so it stays closed. Nothing more was charged.`;
  }
}
