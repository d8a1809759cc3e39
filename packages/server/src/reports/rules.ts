import type { ReportState } from "@farthing/protocol";
import { day } from "@farthing/core";

/**
 * What reports of one payer give back at once (rule 22): so many, and so much in the smallest unit of the wallet's asset,
 * in any 90 days. What is beyond it is looked at first.
 */
export const atOnce = {
  reports: 6n,
  amount: 3_000_000n,
  // 45 parts of two days: the ledger counts at most 64.
  window: { bucketMs: 2 * day, buckets: 45 },
} as const;

/** More wrong reports of one payer than this are never counted: one in the window of `atOnce` is enough. */
export const wrongMax = 1_000_000n;

/** How long a merchant has to answer a report, or to contest what went back at once, and the operator to decide one that is contested, in milliseconds. */
export const answerMs = 7 * day;
export const decideMs = 14 * day;

/** States of a report whose payment the operator found right: it counts as no fraud, wherever fraud is counted. */
export const foundRight: readonly ReportState[] = ["stands", "made-whole"];
