import { idToUint, ProblemError, toBase64url } from "@farthing/core";
import { thumbprint, verifyProof } from "@farthing/identity";
import type { StoredEntry } from "@farthing/ledger";
import type { KeyProof, ProofPurpose } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type PaymentMemo, readMemo } from "./memo.ts";

/** The payment, if the key of this fresh proof made it. To any other key it does not exist: `not-found`. */
export function paymentOfKey(
  deps: Deps,
  ask: { payment: string; proof: KeyProof; purpose: ProofPurpose },
): { entry: StoredEntry; memo: PaymentMemo } {
  const { payment, proof, purpose } = ask;
  const now = deps.clock.now();
  const verdict = verifyProof({ proof, purpose, subject: payment, now });
  if (verdict !== "ok") throw new ProblemError(verdict);
  const print = thumbprint(proof.device);
  const entry = deps.ledger.lookupEntry(idToUint("payment", payment));
  if (print === null || entry?.status !== "created") throw new ProblemError("not-found");
  const memo = readMemo(entry.memo);
  if (memo.kind !== "payment" || memo.device !== toBase64url(print)) {
    throw new ProblemError("not-found");
  }
  return { entry, memo };
}
