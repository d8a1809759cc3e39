import {
  assert,
  concat,
  fromBase64url,
  idToUint,
  type Instant,
  instant,
  uintBytes,
} from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import { authorizationBytes, type PaymentRequest } from "@farthing/protocol";
import { sha256 } from "../sha256.ts";

/** What a click's bytes say, before anything in them is believed. */
export interface ClickFacts {
  /** What the device key signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /**
   * SHA-256 of what was signed: two clicks are the same click when these are. Without the signature: of one by ECDSA
   * anybody makes a second, (r, n − s) (SEC 1 §4.1.4 takes both, and WebCrypto signs with either), which must be a retry
   * and no conflict that closes the key (rule 10). Compared only after a signature of the bytes was verified.
   */
  readonly facts: Uint8Array;
}

/** The bytes that the key signed and the fingerprint of the click. */
export function clickFacts(
  request: Pick<PaymentRequest, "authorization" | "signature">,
): ClickFacts {
  const signed = authorizationBytes(request.authorization);
  const signature = fromBase64url(request.signature);
  assert(signature !== null, "the request was parsed");
  return { signed, signature, facts: sha256(signed) };
}

/**
 * The ledger's id for a click: time, payer, and the client key thumbprint ‖ counter ‖ signed time
 * (architecture.md §3). The same click finds its first answer; the same counter and time with other
 * bytes is a conflict.
 */
export function clickEntryId(click: {
  readonly payer: string;
  readonly thumbprint: Uint8Array;
  readonly counter: number;
  readonly time: number;
  /** 1: what its payer said yes to after it was refused (agents only). */
  readonly leg?: number;
}): { id: bigint; time: Instant } {
  const time = instant(click.time);
  const key = concat(
    click.thumbprint,
    uintBytes(BigInt(click.counter), 8),
    uintBytes(BigInt(click.time), 8),
  );
  return {
    id: deriveEntryId({ time, payer: idToUint("payer", click.payer), key, leg: click.leg ?? 0 }),
    time,
  };
}
