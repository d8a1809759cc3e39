import { ProblemError } from "@farthing/core";
import { type EntryResult, OutcomeUnknown } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import type { ReadOffer } from "../offers/readOffer.ts";
import type { Enrolment } from "../payments/enrolment.ts";
import type { Reserved } from "./riskMemory.ts";

/** Counts a click that the policy lets pay, in the same turn in which it was judged and before the ledger is asked. */
export function reserveClick(
  { risk, clock }: Deps,
  { payer, merchant }: Pick<Enrolment, "payer" | "merchant">,
  { amount }: ReadOffer,
): Reserved {
  return risk.reserve({ payer, merchant, price: amount, at: clock.now() });
}

/** Refused, or paid before by the same bytes: it is not one more. */
export function settleReserved(reserved: Reserved | null, { status }: EntryResult): void {
  if (status === "created") reserved?.made();
  else reserved?.giveBack();
}

/** Only what the ledger did not take is given back: what may be in its books counts. */
export function failReserved(reserved: Reserved | null, error: unknown): void {
  const isRefused = error instanceof ProblemError && !(error instanceof OutcomeUnknown);
  if (isRefused) reserved?.giveBack();
  else reserved?.made();
}
