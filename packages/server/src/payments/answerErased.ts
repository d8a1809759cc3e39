import { bytesEqual, fromBase64url, ProblemError } from "@farthing/core";
import { verifyRawSignature } from "@farthing/identity";
import type { PaymentOutcome, PaymentRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { erasedWith } from "../erasures/erasedKeys.ts";
import { answerAgain } from "./answer.ts";
import { clickEntryId, clickFacts } from "./clickFacts.ts";

/**
 * A click by a key that is nobody's any more. Where its wallet was erased it hears that; but "nothing was charged" would be
 * untrue of bytes that were paid before, so those hear their first answer. Throws `device-unknown` for every other key,
 * `signature-invalid`.
 */
export function answerErased(
  deps: Deps,
  request: PaymentRequest,
  thumbprint: Uint8Array,
): PaymentOutcome {
  const payer = erasedWith(deps, thumbprint);
  const key = fromBase64url(request.device.key);
  if (payer === null || key === null) throw new ProblemError("device-unknown");
  const { signed, signature, facts } = clickFacts(request);
  if (!verifyRawSignature({ alg: request.device.alg, key }, signed, signature)) {
    throw new ProblemError("signature-invalid");
  }
  const { counter, time } = request.authorization;
  const { id } = clickEntryId({ payer, thumbprint, counter, time });
  const stored = deps.ledger.lookupEntry(id);
  const isPaid = stored?.status === "created" && stored.facts !== null;
  return isPaid && bytesEqual(stored.facts, facts)
    ? answerAgain(deps, { id, limits: [], enrolment: null }, stored)
    : { kind: "declined", reason: "wallet-erased" };
}
