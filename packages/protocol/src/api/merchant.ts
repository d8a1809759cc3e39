import { z } from "zod";
import { bytesField, idField, instantField, moneyField, titleField, urlField } from "../fields.ts";
import { OfferText } from "./frame.ts";

/** Bodies between a merchant's server and ours: `/v1/…` with `Authorization: Bearer`. */

/** `POST /v1/offers`. `resource` must lie on one of the merchant's registered origins. */
export const OfferRequest = z.strictObject({
  resource: urlField,
  title: titleField,
  price: moneyField,
  access: z.enum(["own", "use"]),
  visitor: bytesField(32).optional(),
  /** Default 3,600; at most 24 hours. */
  expiresInSeconds: z.number().int().min(10).max(86_400).optional(),
});

/** The signed offer, and when it ends (milliseconds since 1970). */
export const OfferResponse = z.strictObject({ offer: OfferText, expiresAt: instantField });

/** `reversed` after an undo: what was opened is locked again. */
export const PaymentStatus = z.enum(["captured", "reversed"]);

/** `GET /v1/payments/{id}`: a merchant sees its own payments. */
export const MerchantPayment = z.strictObject({
  id: idField("payment"),
  status: PaymentStatus,
  price: moneyField,
  fee: moneyField,
  resource: urlField,
  capturedAt: instantField,
  undoUntil: instantField,
});

/** `POST /v1/receipts/claims`: the receipt of a payment made on the wallet's page, by the nonce in the return address. */
export const ReceiptClaimRequest = z.strictObject({ nonce: bytesField(16) });
export const ReceiptClaimResponse = z.strictObject({
  receipt: z.string(),
  payment: idField("payment"),
});

export type OfferRequest = z.infer<typeof OfferRequest>;
export type OfferResponse = z.infer<typeof OfferResponse>;
export type MerchantPayment = z.infer<typeof MerchantPayment>;
