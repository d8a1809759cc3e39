import { lengthPrefixed, uintBytes, utf8 } from "@farthing/core";

/**
 * What a passkey inside the frame agrees to (frame-and-grant.md rule 19): this payment and nothing else. Normative
 * text: specs/step-up.md.
 */
export interface StepUp {
  readonly payer: string;
  /** The payment that this becomes, whatever happens on the way: a retry meets it. */
  readonly payment: string;
  /** SHA-256 of the offer's compact text, base64url. */
  readonly offer: string;
  readonly merchant: string;
  /** Smallest unit of `asset`, decimal. */
  readonly amount: string;
  readonly asset: string;
  /** Thumbprint of the frame's key, base64url. */
  readonly device: string;
  /** Origin of the page around the frame: the browser writes it into the passkey's answer. */
  readonly topOrigin: string;
  /** Not to be accepted after this moment, milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Longest life of the question, in milliseconds. */
export const stepUpLifeMs = 120_000;

/** The canonical bytes whose SHA-256 is the WebAuthn challenge. */
export function stepUpBytes(stepUp: StepUp): Uint8Array {
  const { payer, payment, offer, merchant, amount, asset, device, topOrigin } = stepUp;
  return lengthPrefixed(
    utf8("farthing/step-up/v1"),
    ...[payer, payment, offer, merchant, amount, asset, device, topOrigin].map(utf8),
    uintBytes(BigInt(stepUp.expiresAt), 8),
  );
}
