import { z } from "zod";
import {
  amountField,
  assetField,
  bytesField,
  idField,
  ofText,
  secondsField,
  urlField,
} from "./fields.ts";

/** JWS `typ` of a receipt. */
export const receiptType = "farthing-receipt+jwt";

/** How long a merchant may accept a receipt after it was issued, in seconds (frame-and-grant.md rule 20). */
export const receiptLifeSeconds = 600;

/**
 * What the server signs when a payment is captured. `sub` names the payer to this merchant only.
 * `commitment` is the payment's entry in the public log, there no later than `includedBy`.
 * Normative text: specs/receipt.md.
 */
export const ReceiptClaims = z.strictObject({
  iss: z.string().max(255, ofText),
  aud: idField("merchant"),
  sub: bytesField(16),
  jti: idField("receipt"),
  iat: secondsField,
  exp: secondsField,
  payment: idField("payment"),
  resource: urlField,
  amount: amountField,
  asset: assetField,
  access: z.enum(["own", "use"]),
  /** SHA-256 of the offer's compact text. */
  offer: bytesField(32),
  visitor: bytesField(32).optional(),
  /** Until then the payer may undo: grant lasting access only after it. */
  undoUntil: secondsField,
  /** Only `false`: sold on a guest's bill, which nobody had paid when this was signed. */
  settled: z.literal(false).optional(),
  commitment: bytesField(32),
  includedBy: secondsField,
  mode: z.enum(["sandbox", "live"]),
});

export type ReceiptClaims = z.infer<typeof ReceiptClaims>;
