import { z } from "zod";
import {
  bytesField,
  idField,
  instantField,
  moneyField,
  originField,
  titleField,
  urlField,
} from "../fields.ts";
import { offerKind } from "../offer.ts";
import { OfferText } from "./frame.ts";

/** Bodies between a merchant's server and ours: `/v1/…` with `Authorization: Bearer`. */

/** `POST /v1/offers`. `resource` must lie on one of the merchant's registered origins. */
export const OfferRequest = z.strictObject({
  resource: urlField,
  title: titleField,
  price: moneyField,
  access: z.enum(["own", "use"]),
  visitor: bytesField(32).optional(),
  /** How the wallet speaks of it. Default: `article` for what is owned, else `other`. */
  kind: offerKind.optional(),
  /** Default 3,600; at most 24 hours. */
  expiresInSeconds: z.number().int().min(10).max(86_400).optional(),
});

/** The signed offer, and when it ends (milliseconds since 1970). */
export const OfferResponse = z.strictObject({ offer: OfferText, expiresAt: instantField });

/**
 * `held`: agreed to, and nothing moves before the hold is over: nothing is opened for it yet. `released`: it ended without
 * a payment.
 * `reversed` after an undo, `refunded` after the merchant gave all of it back: what was opened is locked again.
 * `partly-refunded`: a part is back, and it stays open.
 */
export const PaymentStatus = z.enum([
  "held",
  "captured",
  "released",
  "reversed",
  "partly-refunded",
  "refunded",
]);

export type PaymentStatus = z.infer<typeof PaymentStatus>;

/**
 * A sale on a guest's bill: `unpaid` until the guest settles; `returned` by an undo, a refund or a report before that;
 * `aged-out` when it was written off.
 */
export const BillState = z.enum(["unpaid", "paid", "returned", "aged-out"]);
export type BillState = z.infer<typeof BillState>;

/** `GET /v1/payments/{id}`: a merchant sees its own payments. */
export const MerchantPayment = z.strictObject({
  id: idField("payment"),
  status: PaymentStatus,
  /** Null: it was paid when it was sold. */
  bill: BillState.nullable().default(null),
  price: moneyField,
  fee: moneyField,
  /** Of the price, by an undo or by refunds. */
  givenBack: moneyField,
  resource: urlField,
  /** Of a payment that is held, or was released: when it was agreed to. */
  capturedAt: instantField,
  undoUntil: instantField,
});

/** `POST /v1/receipts/claims`: the receipt of a payment made on the wallet's page, by the nonce in the return address. */
export const ReceiptClaimRequest = z.strictObject({ nonce: bytesField(16) });
export const ReceiptClaimResponse = z.strictObject({
  receipt: z.string(),
  payment: idField("payment"),
});

/**
 * Why a payer reports a payment, in the three honest words that a payer picks from (rule 22): "I didn't do this", "I got
 * nothing, or was charged twice", "It is not what it said".
 */
export const ReportReason = z.enum(["not-me", "not-received", "not-as-described"]);
export type ReportReason = z.infer<typeof ReportReason>;

/** Why money goes back. */
export const RefundReason = z.enum([...ReportReason.options, "charged-twice"]);
export type RefundReason = z.infer<typeof RefundReason>;

/**
 * `POST /v1/refunds`: gives a payment back, all that is left of it or a part. Asked again it is answered as before.
 */
export const RefundRequest = z.strictObject({
  payment: idField("payment"),
  reason: z.enum([...RefundReason.options, "goodwill"]),
  /** A part, with an Idempotency-Key. Default: all that is left. */
  amount: moneyField.optional(),
});

/** The money is back in the payer's wallet; the operator's fee was returned in proportion. */
export const RefundResponse = z.strictObject({
  payment: idField("payment"),
  price: moneyField,
  /** Given back by this refund. */
  amount: moneyField,
  /** Given back by this refund and those before it. */
  givenBack: moneyField,
  /** What was left of the price after it. */
  left: moneyField,
  refundedAt: instantField,
});

/** `GET /v1/refund-requests?before=…`: what payers asked back and no refund answered yet, newest first, at most 50. */
export const RefundRequestPage = z.strictObject({
  requests: z.array(
    z.strictObject({
      payment: idField("payment"),
      reason: RefundReason,
      resource: urlField,
      price: moneyField,
      askedAt: instantField,
    }),
  ),
  next: z.string().nullable(),
});

/** `POST /v1/merchant/origins`: one more address of this machine whose pages may show this merchant's buttons. Answers with all. */
export const OriginRequest = z.strictObject({ origin: originField });
export const OriginsResponse = z.strictObject({ origins: z.array(originField) });

/** `GET /v1/merchant/settings`, and `PATCH` of any part of it: answers with all. */
export const MerchantSettings = z.strictObject({
  /** Whether guests may read here now and pay later. */
  payLater: z.boolean(),
  /** Above this price a passkey is asked for on this merchant's pages, whatever less the policy asks; null: nothing is set. */
  askAbove: moneyField.nullable(),
  /** The largest price that this merchant sells at; null: nothing is set. */
  neverAbove: moneyField.nullable(),
});
export const MerchantSettingsRequest = MerchantSettings.partial();

const billSum = z.strictObject({ count: z.number().int(), amount: moneyField });

/** `GET /v1/merchant/bills`: what was sold on guests' bills and what became of it. `borne`: of `agedOut`, by the operator. */
export const MerchantBills = z.strictObject({
  unpaid: billSum,
  paid: billSum,
  returned: billSum,
  agedOut: billSum,
  borne: moneyField,
});

export type MerchantSettingsRequest = z.infer<typeof MerchantSettingsRequest>;
export type MerchantSettings = z.infer<typeof MerchantSettings>;
export type MerchantBills = z.infer<typeof MerchantBills>;
export type RefundRequest = z.infer<typeof RefundRequest>;
export type RefundResponse = z.infer<typeof RefundResponse>;
export type RefundRequestPage = z.infer<typeof RefundRequestPage>;
export type OfferRequest = z.infer<typeof OfferRequest>;
export type OfferResponse = z.infer<typeof OfferResponse>;
export type MerchantPayment = z.infer<typeof MerchantPayment>;
