import type { ReportView } from "@farthing/protocol";
import type { Words } from "./words.ts";

/** What is asked of the operator: where the money went back at once, only who bears it. */
export function reportWords({ text }: Words, { state }: Pick<ReportView, "state">) {
  return state === "refund-contested" ? text.reports.atOnce : text.reports;
}
