import type { ProblemCode } from "@farthing/core";

/** What can be wrong with an offer on the page where a frame shows it (rule 8). */
export const offerProblems = [
  "offer-invalid",
  "offer-expired",
  "wrong-merchant",
  "origin-not-registered",
] as const satisfies readonly ProblemCode[];

/** What can be wrong with what a frame's key signed: by whom, until when, and by which clock. */
export const signatureProblems = [
  "signature-invalid",
  "authorization-expired",
  "clock-skew",
] as const satisfies readonly ProblemCode[];
