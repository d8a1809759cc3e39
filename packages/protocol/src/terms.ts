import { lengthPrefixed, utf8 } from "@farthing/core";
import { z } from "zod";
import { amountField, assetField, bytesField, idField, instantField } from "./fields.ts";

/** The limits of one allowance, in the smallest unit of the wallet's asset. */
export const AllowanceLimits = z.strictObject({
  perClick: amountField,
  per24h: amountField,
  total: amountField,
  expiresAt: instantField,
});

export type AllowanceLimits = z.infer<typeof AllowanceLimits>;

/**
 * What one approval on the wallet's page agrees to: the first payment and, for `allow`, a standing allowance; `open`
 * agrees to no payment, only to opening what was paid before.
 * The WebAuthn challenge is SHA-256 of these bytes (frame-and-grant.md rule 2).
 */
export const Terms = z.strictObject({
  /** 32 random bytes of the server: makes each challenge new. */
  nonce: bytesField(32),
  grant: idField("grant"),
  merchant: idField("merchant"),
  offer: bytesField(32),
  amount: amountField,
  asset: assetField,
  choice: z.enum(["allow", "once", "open"]),
  limits: AllowanceLimits.nullable(),
  /** Thumbprint of the key to be enrolled; null when none may be. */
  device: bytesField(32).nullable(),
  /** For how long the payment is held before it is made, in milliseconds; absent: it is made at once. */
  holdMs: z.number().int().min(1).optional(),
});

export type Terms = z.infer<typeof Terms>;

/** The canonical bytes of terms. Normative text: specs/terms.md. */
export function termsBytes(terms: Terms): Uint8Array {
  const { limits } = terms;
  return lengthPrefixed(
    utf8("farthing/terms/v1"),
    ...[
      terms.nonce,
      terms.grant,
      terms.merchant,
      terms.offer,
      terms.amount,
      terms.asset,
      terms.choice,
      limits?.perClick ?? "",
      limits?.per24h ?? "",
      limits?.total ?? "",
      String(limits?.expiresAt ?? ""),
      terms.device ?? "",
      ...(terms.holdMs === undefined ? [] : [String(terms.holdMs)]),
    ].map(utf8),
  );
}
