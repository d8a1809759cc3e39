import { fromBase64url, type Instant } from "@farthing/core";
import { type KeyProof, proofAgeMsMax, proofBytes, type ProofPurpose } from "@farthing/protocol";
import { verifyDeviceSignature } from "./verifyDeviceSignature.ts";

/** `ok`, or the code of the problem to answer with. */
export type ProofVerdict = "ok" | "signature-invalid" | "authorization-expired" | "clock-skew";

/**
 * Whether the frame holds its key now: the proof is for `purpose` and `subject` and was signed within a minute of `now`.
 * Older is `authorization-expired`, from the future is `clock-skew`. A proof may be shown twice within its minute:
 * what it opens must be safe to open twice (frame-and-grant.md rules 4 and 5).
 */
export function verifyProof(check: {
  proof: KeyProof;
  purpose: ProofPurpose;
  subject: string;
  now: Instant;
}): ProofVerdict {
  const { proof, purpose, subject, now } = check;
  if (proof.time < now - proofAgeMsMax) return "authorization-expired";
  if (proof.time > now + proofAgeMsMax) return "clock-skew";
  const signature = fromBase64url(proof.signature);
  if (signature === null) return "signature-invalid";
  const message = proofBytes({ purpose, subject, time: proof.time });
  return verifyDeviceSignature(proof.device, message, signature) ? "ok" : "signature-invalid";
}
