import type { Decided } from "@farthing/protocol";
import type { DecidedBy } from "@farthing/risk";

/**
 * What decided about a payment, as its journal entry keeps it: seven words of a policy's names, which hold no space. So that
 * a retry hears what it heard first, and an auditor what it was.
 */
export function decidedText(by: DecidedBy): string {
  const { policy, row, band, trust, counter, gesture } = by;
  return [policy, row, band, trust, counter ?? "-", gesture, reasonsText(by)].join(" ");
}

/** `new-device:30+velocity:30`; `-`: nothing spoke against it; `unscored`: the band is that of no score. */
function reasonsText({ reasons }: DecidedBy): string {
  if (reasons === null) return "unscored";
  return (
    reasons.map(({ code, weight }) => `${code}:${Math.round(weight * 10) / 10}`).join("+") || "-"
  );
}

/**
 * The wire's form of `decidedText`, without the reasons: what made a click look risky is the operator's to know, and a thief
 * who holds the key would learn by it. Null for an entry from before it was kept.
 */
export function readDecided(text: string | undefined): Decided | null {
  const [policy, row, band, trust, counter, gesture] = text?.split(" ") ?? [];
  if (!policy || !row || !band || !trust || !counter || !gesture) return null;
  return { policy, row, band, trust, counter: counter === "-" ? null : counter, gesture };
}

/** The text that `readDecided` reads; a limit of the ledger that asked for more stands in it. */
export function keptDecided({ policy, row, band, trust, counter, gesture }: Decided): string {
  return [policy, row, band, trust, counter ?? "-", gesture].join(" ");
}

/** `decidedText` where there is no room for the reasons: `cut` says that there were some. */
export function withoutReasons(text: string): string {
  return [...text.split(" ").slice(0, 6), "cut"].join(" ");
}

/** The reasons of `decidedText` in its order; null: there was no score, or it was not kept yet. */
export function readReasons(text: string | undefined): { code: string; weight: number }[] | null {
  const [, , , , , , reasons] = text?.split(" ") ?? [];
  if (!reasons || reasons === "unscored" || reasons === "cut") return null;
  if (reasons === "-") return [];
  return reasons.split("+").map((one) => {
    const [code = "", weight = ""] = one.split(":");
    return { code, weight: Number(weight) };
  });
}
