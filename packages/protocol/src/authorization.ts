import { assert, fromBase64url, idToBytes, lengthPrefixed, uintBytes, utf8 } from "@farthing/core";

/**
 * How a payer said yes inside the frame: a click; the button held for 600 ms; or a click and a second one on "Yes, pay".
 * `open` is no yes to a price: a click on "Open", which opens what is owned and never pays. `none`: a program pays, by a
 * key that its payer made for it; never a page (frame-and-grant.md rule 1).
 */
export const gestures = ["click", "hold", "confirm", "open", "none"] as const;
export type Gesture = (typeof gestures)[number];

/** What the frame signs at a click: pay this offer, under this allowance, once. Normative text: specs/authorization.md. */
export interface Authorization {
  /** SHA-256 of the offer's compact text, base64url. */
  readonly offer: string;
  readonly allowance: string;
  /** Grows with every click of this key; a number once used is never accepted for other bytes. */
  readonly counter: number;
  /** 16 random bytes, base64url. */
  readonly nonce: string;
  /** When the key signed, milliseconds since 1970. */
  readonly time: number;
  /** Not to be accepted after this moment, milliseconds since 1970. */
  readonly notAfter: number;
  /** How the payer agreed (frame-and-grant.md rule 1). On web pages never less than a click. */
  readonly gesture: Gesture;
}

/** Longest life of an authorization, in milliseconds. */
export const authorizationLifeMsMax = 60_000;

/** The canonical bytes that the device key signs. The fields must have been parsed. */
export function authorizationBytes(authorization: Authorization): Uint8Array {
  const offer = fromBase64url(authorization.offer);
  const allowance = idToBytes("allowance", authorization.allowance);
  const nonce = fromBase64url(authorization.nonce);
  assert(offer !== null && allowance !== null && nonce !== null, "the authorization was parsed");
  return lengthPrefixed(
    utf8("farthing/authorization/v1"),
    offer,
    allowance,
    uintBytes(BigInt(authorization.counter), 8),
    nonce,
    uintBytes(BigInt(authorization.time), 8),
    uintBytes(BigInt(authorization.notAfter), 8),
    utf8(authorization.gesture),
  );
}
