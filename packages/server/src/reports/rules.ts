import type { ReportState } from "@farthing/protocol";
import { day } from "@farthing/core";

/**
 * The 90 days in which the policy's `reports` say what one payer's give back at once (rule 22), in 45 parts: the ledger
 * counts at most 64.
 */
export const atOnceWindow = { bucketMs: 2 * day, buckets: 45 } as const;

/** More wrong reports of one payer than this are never counted: one in `atOnceWindow` is enough. */
export const wrongMax = 1_000_000n;

/** How long a merchant has to answer a report, or to contest what went back at once, and the operator to decide one that is contested, in milliseconds. */
export const answerMs = 7 * day;
export const decideMs = 14 * day;

/** States of a report whose payment the operator found right: it counts as no fraud, wherever fraud is counted. */
export const foundRight: readonly ReportState[] = ["stands", "made-whole"];
