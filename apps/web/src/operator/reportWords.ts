import type { ContestedReports, ReportView } from "@farthing/protocol";
import type { Words } from "./words.ts";

/** What made the payment look risky when it was made, each with what it weighed. A reason that this page does not know yet is told by its code. */
export function riskWords(
  { text }: Words,
  { reasons }: Pick<ContestedReports["reports"][number], "reasons">,
): string {
  if (reasons === null) return text.reports.unscored;
  if (reasons.length === 0) return text.reports.calm;
  const names: Readonly<Record<string, string>> = text.reports.signals;
  return reasons.map(({ code, weight }) => `${names[code] ?? code} (${weight})`).join(", ");
}

/** What is asked of the operator: where the money went back at once, only who bears it. */
export function reportWords({ text }: Words, { state }: Pick<ReportView, "state">) {
  return state === "refund-contested" ? text.reports.atOnce : text.reports;
}
