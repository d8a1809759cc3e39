import type { Decided } from "@farthing/protocol";
import type { DecidedBy } from "@farthing/risk";

/**
 * What decided about a payment, as its journal entry keeps it: six words of a policy's names, which hold no space. So that
 * a retry hears what it heard first, and an auditor what it was.
 */
export function decidedText(by: DecidedBy): string {
  const { policy, row, band, trust, counter, gesture } = by;
  return [policy, row, band, trust, counter ?? "-", gesture].join(" ");
}

/** The wire's form of `decidedText`; null for an entry from before it was kept. */
export function readDecided(text: string | undefined): Decided | null {
  const [policy, row, band, trust, counter, gesture] = text?.split(" ") ?? [];
  if (!policy || !row || !band || !trust || !counter || !gesture) return null;
  return { policy, row, band, trust, counter: counter === "-" ? null : counter, gesture };
}

/** The text that `readDecided` reads; a limit of the ledger that asked for more stands in it. */
export function keptDecided({ policy, row, band, trust, counter, gesture }: Decided): string {
  return [policy, row, band, trust, counter ?? "-", gesture].join(" ");
}
