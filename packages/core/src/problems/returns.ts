import { kind, type ProblemKind } from "../problemKind.ts";

/** What comes of a payment afterwards: undo, refund, report, the end of a hold. */
export const returnProblems = {
  "undo-too-late": kind(409, "never", "The time to undo is over.", "Ask the site for a refund."),
  "undo-limit-reached": kind(
    409,
    "never",
    "You undid three payments on this site in 24 hours.",
    "Ask the site for a refund.",
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
  "sale-on-bill": kind(
    409,
    "never",
    "This sale is on a bill that nobody has paid yet: it is given back whole or not at all.",
    "Leave the amount out, or wait for the event payment.settled.",
  ),
  "payer-erased": kind(
    409,
    "never",
    "The payer erased this wallet. There is nobody to give money back to.",
    "Keep the receipt file of the sale: it stays true.",
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
} as const satisfies Record<string, ProblemKind>;
