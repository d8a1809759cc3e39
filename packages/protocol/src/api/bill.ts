import { z } from "zod";
import { idField, instantField, moneyField } from "../fields.ts";
import { BillLine } from "./frame.ts";
import { ReportReason } from "./merchant.ts";
import { ReportView } from "./report.ts";
import { WebAuthnJson } from "./webAuthnJson.ts";

/** Bodies about a guest's bill (rule 21): `/v1/wallet/bill…`, with the guest's cookie. */

/** One thing on a bill that nobody has paid yet. */
export const BillItem = z.strictObject({
  payment: idField("payment"),
  merchant: z.string(),
  title: z.string(),
  resource: z.string(),
  amount: moneyField,
  at: instantField,
  report: ReportView.nullable(),
});

/** `GET /v1/wallet/bill`. */
export const Bill = z.strictObject({
  mode: z.enum(["sandbox", "live"]),
  /** `none`: no bill in this browser. `closed`: nothing more goes on it. */
  state: z.enum(["none", "open", "due", "closed"]),
  bill: BillLine,
  items: z.array(BillItem),
  /** Was ever paid: the line is the higher one. */
  settledBefore: z.boolean(),
  /** A wallet paid it: nothing more goes on it, and the sites that were on it ask for the wallet, once each. */
  movedOn: z.boolean(),
  /** Who is signed in here; null: nobody. */
  wallet: z.strictObject({ name: z.string(), balance: moneyField }).nullable(),
});

/** `POST /v1/wallet/bill/options`: the passkey question that pays the bill, for a new wallet or one that exists. */
export const BillOptionsRequest = z.strictObject({
  way: z.enum(["create", "get"]),
  /** What the payer saw on the bill. */
  owed: moneyField,
});
/** `payer`: the wallet that `create` will make; comes back with the answer. */
export const BillOptions = z.strictObject({
  options: WebAuthnJson,
  payer: idField("payer").nullable(),
});

/** `POST /v1/wallet/bill/settle`: pays what the payer saw, all or nothing. Said again, nothing is paid twice. */
export const SettleBillRequest = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("sandbox"), owed: moneyField }),
  z.strictObject({
    by: z.literal("wallet"),
    owed: moneyField,
    payer: idField("payer").nullable(),
    credential: WebAuthnJson,
  }),
]);

/** `POST /v1/wallet/bill/payments/{id}/report`: the same three words as in a wallet (rule 22). */
export const BillReportRequest = z.strictObject({ reason: ReportReason });

export type Bill = z.infer<typeof Bill>;
export type BillItem = z.infer<typeof BillItem>;
export type BillOptions = z.infer<typeof BillOptions>;
export type BillOptionsRequest = z.infer<typeof BillOptionsRequest>;
export type SettleBillRequest = z.infer<typeof SettleBillRequest>;
