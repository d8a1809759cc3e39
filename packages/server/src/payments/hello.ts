import { ProblemError } from "@farthing/core";
import { thumbprint, verifyProof } from "@farthing/identity";
import type { HelloRequest, HelloResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { greet } from "./greet.ts";
import { offerOn } from "./offerOn.ts";

/**
 * What the frame draws: price and merchant from the signed offer, and what a click will do. Changes
 * nothing. Throws `origin-not-registered`, `wrong-merchant`, problems of the offer and of the proof.
 */
export async function hello(
  deps: Deps,
  request: HelloRequest,
  partition: (merchant: string) => Uint8Array | null,
): Promise<HelloResponse> {
  const shown = await offerOn(deps, request);
  const print = provenKey(deps, request, shown.offer.hashText);
  const cookie = partition(shown.merchant.id);
  const isKept = request.keyStorage !== "memory";
  return greet(deps, { ...shown, print, cookie, isKept });
}

function provenKey(deps: Deps, { proof }: HelloRequest, subject: string): Uint8Array | null {
  if (proof === undefined) return null;
  const verdict = verifyProof({ proof, purpose: "hello", subject, now: deps.clock.now() });
  if (verdict !== "ok") throw new ProblemError(verdict);
  return thumbprint(proof.device);
}
