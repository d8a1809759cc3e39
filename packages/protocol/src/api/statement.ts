import { z } from "zod";
import { assetField, idField, instantField, ofText } from "../fields.ts";

/** `GET /v1/wallet/statement` and `GET /v1/statement`: what one ledger account had, what moved, what it has. */

/** Lines of one page at most. */
export const statementLinesMax = 500;

/** The ledger counts in 128 bits: up to 39 digits. */
const wideMoney = z.strictObject({
  amount: z
    .string()
    .max(39, ofText)
    .regex(/^(?:0|[1-9][0-9]*)$/),
  asset: assetField,
});

/** Below zero for an account that owes. */
const balanceMoney = z.strictObject({
  amount: z
    .string()
    .max(40, ofText)
    .regex(/^(?:0|-?[1-9][0-9]*)$/),
  asset: assetField,
});

/** One transfer. A correction is a line of its own: nothing that stands here ever changes. */
export const StatementLine = z.strictObject({
  /** When, in milliseconds since 1970. */
  at: instantField,
  /** The transfer's id in the ledger, 32 hexadecimal digits. */
  transfer: z.string().regex(/^[0-9a-f]{32}$/),
  /** The journal entry that it came with. */
  entry: idField("payment"),
  /** `plain` and `posted` move the balance; `pending` only holds, `voided` and `expired` let go of what was held. */
  kind: z.enum(["plain", "pending", "posted", "voided", "expired"]),
  /** Why money moved. */
  reason: z.enum([
    "payment",
    "fee",
    "top-up",
    "welcome",
    "settlement",
    "aged-out",
    "made-whole",
    "other",
  ]),
  /** Set on a line that takes back an earlier one: `reversed` by the payer's undo, `refunded` by the merchant. */
  returns: z.enum(["reversed", "refunded"]).nullable(),
  side: z.enum(["debit", "credit"]),
  amount: wideMoney,
  /** Who is on the other side. */
  counterparty: z.enum(["payer", "merchant", "operator", "rail", "other"]),
  /** After this line. */
  balance: balanceMoney,
  /** Held after this line: not spent yet, and not free to spend. */
  held: wideMoney,
  /** The payment or top-up that it is about. */
  payment: idField("payment").nullable(),
  title: z.string(),
  /** The merchant's name; empty on a merchant's own statement. */
  merchant: z.string(),
});

/** `opening` and all lines that move money add up to `closing`; so do the lines of one page from balance to balance. */
export const Statement = z.strictObject({
  /** Where the months begin: an IANA time zone. */
  zone: z.string().max(64, ofText),
  /** `2026-11`; null for a period of other bounds. */
  month: z.string().nullable(),
  /** The period: `from` inclusive, `to` exclusive, milliseconds since 1970. */
  from: instantField,
  to: instantField,
  opening: balanceMoney,
  closing: balanceMoney,
  /** Oldest first. */
  lines: z.array(StatementLine).max(statementLinesMax),
  /** `cursor` of the following page; null on the last one. */
  next: z.string().nullable(),
});

export type StatementLine = z.infer<typeof StatementLine>;
export type Statement = z.infer<typeof Statement>;
