import { z } from "zod";
import { idField, instantField, moneyField, ofText } from "../fields.ts";
import { evidenceLengthMax, ReportView } from "./report.ts";

/** Longest text that says why a merchant is blocked, in UTF-16 units: it stands in the journal. */
const blockReasonMax = 200;

/** `GET /v1/operator/balance?days=30`: how far back, in days (UTC), today with it. */
export const BalanceQuery = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/, ofText)
    .optional(),
});

/**
 * Friction and loss of some payments. `asked`: questions that interrupt (the wallet's page, a passkey in the frame).
 * `answered`: payments that such a question came before; what was asked beyond them ended without a payment. `unasked`:
 * payments by one click. What came back counts where it was paid.
 */
export const BalanceSums = z.strictObject({
  payments: z.number().int(),
  unasked: z.number().int(),
  amount: moneyField,
  /** What payers did for these payments: nothing for a program's, one press for a click, two for all that asks once more. */
  gestures: z.number().int(),
  asked: z.number().int(),
  answered: z.number().int(),
  /** Of `asked`, known an hour later: nobody paid, because the payer said no, no passkey proved anybody, or without a word. */
  cancelled: z.number().int(),
  failed: z.number().int(),
  abandoned: z.number().int(),
  /** Clicks that were not enough, and of them those whose payer paid the same within the hour. */
  notEnough: z.number().int(),
  paidAfterAll: z.number().int(),
  declined: z.number().int(),
  undone: moneyField,
  refunded: moneyField,
  /** Of `refunded`: what was given back as not the payer's, by the payer's word or the merchant's; found right later, too. */
  fraudRefunded: moneyField,
  /** Reported as not theirs, unless the operator found the payment right: what the brake measures too. */
  fraudReported: moneyField,
  /** How many payments that were. */
  reported: z.number().int(),
  /** Sold on guests' bills and written off; not in `refunded`. */
  tabLost: moneyField,
  /** Of `tabLost`: what the operator bore. */
  tabBorne: moneyField,
  /**
   * From the press to the receipt in the page's hands, in seconds: of how many payments it is known, and what half and 95 in
   * 100 of them did not exceed, told at most a tenth too long; null: of none.
   */
  seconds: z.strictObject({
    count: z.number().int(),
    p50: z.number().nullable(),
    p95: z.number().nullable(),
  }),
  /** Of `refunded`: what the operator gave merchants for it, whose payments it found right. */
  madeWhole: moneyField,
});

/** Both sides of the balance, for the operator. */
export const Balance = z.strictObject({
  since: instantField,
  all: BalanceSums,
  days: z.array(BalanceSums.extend({ day: instantField })),
  merchants: z.array(
    BalanceSums.extend({ merchant: z.string(), name: z.string(), blocked: z.boolean() }),
  ),
  /** What was asked of no price, or before prices were counted, is in no tier. `upTo` null: above all. */
  tiers: z.array(BalanceSums.extend({ upTo: moneyField.nullable() })),
  /**
   * The platform's brake (specs/policy.md). `basisPoints`: fraud by value over 90 days in 1/100 of a percent; null: not
   * measured in the last hour. `line`: above it clicks above `clicksAbove` need a passkey, above twice it all do. `volumeMin`: less volume
   * counts as so much. `letGoAt`: when the state is left if the rate stays below it; null: it is not below.
   */
  brake: z.strictObject({
    state: z.enum(["off", "dear-clicks", "all-clicks"]),
    basisPoints: z.number().nullable(),
    line: z.number(),
    clicksAbove: moneyField,
    volumeMin: moneyField,
    letGoAt: instantField.nullable(),
    changes: z.array(
      z.strictObject({
        at: instantField,
        state: z.enum(["off", "dear-clicks", "all-clicks"]),
        basisPoints: z.number(),
      }),
    ),
  }),
  /** Seconds from payment to report; null: nothing was reported. */
  reports: z.strictObject({
    count: z.number().int(),
    delayP50: z.number().nullable(),
    delayP90: z.number().nullable(),
    /** How many came within so many seconds of the payment, and after the bound before it; null: later than all. */
    within: z.array(
      z.strictObject({ seconds: z.number().int().nullable(), count: z.number().int() }),
    ),
  }),
  /**
   * Wallets with a passkey, with a second one, with recovery codes left, with a confirmed address for alerts, with a password
   * and with an authenticator app beside it, and by the preset in force.
   */
  wallets: z.strictObject({
    count: z.number().int(),
    withSecondPasskey: z.number().int(),
    withCodes: z.number().int(),
    withAlerts: z.number().int(),
    withPassword: z.number().int(),
    withTotp: z.number().int(),
    presets: z.strictObject({
      careful: z.number().int(),
      balanced: z.number().int(),
      convenient: z.number().int(),
    }),
    /**
     * By the security check-up's score when the payer last looked, from `from` to `to`, both with it. Who never looked counts in
     * none.
     */
    scores: z.array(
      z.strictObject({
        from: z.number().int(),
        to: z.number().int(),
        count: z.number().int(),
      }),
    ),
  }),
});

/** `GET /v1/operator/reports`: what waits for the operator's decision, oldest deadline first, at most 100. */
export const ContestedReports = z.strictObject({
  reports: z.array(
    ReportView.extend({
      payment: idField("payment"),
      merchant: z.string(),
      title: z.string(),
      amount: moneyField,
      /** What made the payment look risky when it was made, and what each weighed; null: no score, or of before it was kept. */
      reasons: z.array(z.strictObject({ code: z.string(), weight: z.number() })).nullable(),
      /** What this merchant's payments of the last 90 days were reported to be; those found right are not counted. */
      labels: z.strictObject({
        fraud: z.number().int(),
        "not-received": z.number().int(),
        quality: z.number().int(),
      }),
    }),
  ),
});

/**
 * `POST /v1/operator/reports/{payment}/decision`: ends what is contested. Where the money went back at once, `refund` leaves the
 * loss with the merchant and `stands` gives the merchant its part from the operator's account; the payer keeps it either way.
 */
export const DecisionRequest = z.strictObject({
  outcome: z.enum(["refund", "stands"]),
  why: z.string().trim().min(1).max(evidenceLengthMax, ofText),
});

/** `POST /v1/operator/merchants/{id}/block` and `…/unblock`: said why, for the journal. */
export const BlockRequest = z.strictObject({
  why: z.string().trim().min(1).max(blockReasonMax, ofText),
});

/** Whether a merchant is blocked now, as the ledger knows it. */
export const BlockState = z.strictObject({ merchant: idField("merchant"), blocked: z.boolean() });

export type BlockState = z.infer<typeof BlockState>;
export type BalanceSums = z.infer<typeof BalanceSums>;
export type Balance = z.infer<typeof Balance>;
export type ContestedReports = z.infer<typeof ContestedReports>;
export type DecisionRequest = z.infer<typeof DecisionRequest>;
