import { lengthPrefixed, uintBytes, utf8 } from "@farthing/core";

/** What a frame's key vouches for, apart from paying. */
export type ProofPurpose =
  | "hello"
  | "enrol"
  | "step-up"
  | "grant"
  | "grant-events"
  | "grant-result"
  | "grant-cancel"
  | "undo"
  | "after"
  | "shown"
  | "wish";

/**
 * The canonical bytes of a proof that the frame holds its key: a purpose, its subject (offer hash as base64url for
 * `hello`, `enrol`, `step-up` and `grant` — the latter followed by "/" and the grant id —, else the id of the grant or
 * payment) and the time it was signed. A proof older than a minute is refused.
 */
export function proofBytes(proof: {
  purpose: ProofPurpose;
  subject: string;
  time: number;
}): Uint8Array {
  return lengthPrefixed(
    utf8("farthing/proof/v1"),
    utf8(proof.purpose),
    utf8(proof.subject),
    uintBytes(BigInt(proof.time), 8),
  );
}

/** Furthest a proof's time may be from the server's, in milliseconds. */
export const proofAgeMsMax = 60_000;
