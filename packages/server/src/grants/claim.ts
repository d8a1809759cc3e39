import { fromBase64url, idToUint, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import { backProblem } from "../payments/returnOf.ts";
import { sha256 } from "../sha256.ts";
import { grantOf } from "./grant.ts";
import { approvedOutcome } from "./result.ts";

/**
 * The receipt of a payment made on the wallet's page, for the merchant whose page was come back to.
 * The nonce was in the return address and is stored as its hash only; another merchant's is not known.
 * Throws `grant-not-found`, `already-undone`, `already-refunded`, `payment-held`, `payment-released`.
 */
export async function claimReceipt(
  deps: Deps,
  merchant: Merchant,
  nonce: string,
): Promise<{ receipt: string; payment: string }> {
  const bytes = fromBase64url(nonce);
  if (bytes === null) throw new ProblemError("grant-not-found");
  const row = await deps.store
    .selectFrom("grants")
    .selectAll()
    .where("return_nonce_hash", "=", sha256(bytes))
    .where("merchant_id", "=", merchant.id)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("grant-not-found");
  const outcome = approvedOutcome(deps, grantOf(deps, row));
  if (outcome.kind === "held") throw new ProblemError("payment-held");
  if (outcome.kind === "released") throw new ProblemError("payment-released");
  if (outcome.kind !== "captured" && outcome.kind !== "owned") {
    throw new ProblemError("grant-not-found");
  }
  const payment = deps.ledger.lookupEntry(idToUint("payment", outcome.payment));
  const back = payment === null ? null : backProblem(deps, payment);
  if (back !== null) throw new ProblemError(back);
  return { receipt: outcome.receipt, payment: outcome.payment };
}
