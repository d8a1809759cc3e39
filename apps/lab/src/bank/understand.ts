import type { AllowanceView, Me, PaymentOutcome } from "@farthing/protocol";
import type { Shown } from "./check/bankModel.ts";
import type { Understood } from "./record.ts";

/** The lines of an allowance as anybody is shown them. */
function shownLines(view: AllowanceView): Shown[] {
  return [
    [`left24h/${view.id}`, view.left24h.amount],
    [`leftTotal/${view.id}`, view.leftTotal.amount],
  ];
}

/** How a payment's outcome reads. */
export function understandOutcome(outcome: PaymentOutcome): Understood {
  switch (outcome.kind) {
    case "unknown":
      return null;
    case "captured": {
      const shown = outcome.allowance === null ? [] : shownLines(outcome.allowance);
      return { word: "captured", payment: outcome.payment, shown };
    }
    // The bank's policy holds nothing; said as what it is, a held payment would be a fault.
    case "held":
    case "owned":
      return { word: outcome.kind, payment: outcome.payment, shown: [] };
    default:
      return { word: `${outcome.kind}:${outcome.reason}`, payment: null, shown: [] };
  }
}

/** The wallet as its payer sees it. */
export function understandMe(payer: number, me: Me): Understood {
  const balance: Shown = [`balance/${payer}`, me.balance.amount];
  const shown = [balance, ...me.allowances.flatMap(shownLines)];
  return { word: "shown", payment: null, shown };
}
