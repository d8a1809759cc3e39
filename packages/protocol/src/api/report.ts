import { z } from "zod";
import { idField, instantField, ofText } from "../fields.ts";
import { RefundReason } from "./merchant.ts";

/**
 * Where a report stands. `open`: its first steps are under way. `refunded`: the money is back. `already-back`: it was back
 * before. `asked`: the merchant is to answer until `dueAt`. `contested`: the merchant answered with evidence, and the
 * operator decides until `dueAt`. `stands`: the operator decided that the payment stands. What is not answered in time
 * goes back to the payer.
 * What went back at once by rule is `refunded` with a `dueAt`: until then the merchant may contest it. `refund-contested`: it
 * did, and the operator decides until `dueAt`. `made-whole`: the operator found the payment right and bore the loss. The
 * payer keeps the money in each case.
 */
export const ReportState = z.enum([
  "open",
  "refunded",
  "already-back",
  "asked",
  "contested",
  "stands",
  "refund-contested",
  "made-whole",
]);

/** One thing that came of a report. What happened at one moment happened in this order. */
export const ReportStep = z.enum([
  "reported",
  /** The site charges nothing any more, and the keys that paid there are closed. */
  "stopped",
  /** No more goes back at once: the merchant is asked. */
  "asked",
  "merchant-evidence",
  "payer-evidence",
  /** A deadline passed without an answer. */
  "unanswered",
  /** The operator decided that the money goes back. */
  "granted",
  "refunded",
  "already-back",
  "stands",
  /** The operator decided that what went back at once stays the merchant's loss. */
  "refund-stays",
  /** The operator decided that the payment was right, and gave the merchant what it lost. */
  "made-whole",
]);

/** A payer's report of one payment, with every step. */
export const ReportView = z.strictObject({
  reason: RefundReason,
  reportedAt: instantField,
  state: ReportState,
  /** Until when somebody must answer; null: nobody has to. */
  dueAt: instantField.nullable(),
  steps: z.array(
    z.strictObject({ step: ReportStep, at: instantField, text: z.string().nullable() }),
  ),
});

/** Longest text of evidence, in UTF-16 units. */
export const evidenceLengthMax = 2_000;

/** `POST /v1/reports/{payment}/evidence` (merchant), `POST /v1/wallet/payments/{id}/evidence` (payer): once from each side. */
export const EvidenceRequest = z.strictObject({
  text: z.string().trim().min(1).max(evidenceLengthMax, ofText),
});

/** `GET /v1/reports/{payment}`: what a payer reported of a merchant's payment. Never who: no more than the receipt says. */
export const MerchantReport = ReportView.extend({ payment: idField("payment") });

export type ReportState = z.infer<typeof ReportState>;
export type ReportStep = z.infer<typeof ReportStep>;
export type ReportView = z.infer<typeof ReportView>;
export type MerchantReport = z.infer<typeof MerchantReport>;
