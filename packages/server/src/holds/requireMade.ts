import { ProblemError } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import type { PaymentMemo } from "../payments/memo.ts";
import { holdOf } from "./holdOf.ts";

/**
 * Only what was paid can be given back or reported. Once a payment is made it stays so, so that asking before is enough.
 * Throws `payment-held` (cancelling is the way) and `payment-released`.
 */
export function requireMade(
  deps: Pick<Deps, "ledger">,
  payment: StoredEntry,
  memo: PaymentMemo,
): void {
  const standing = holdOf(deps, payment, memo);
  if (standing?.kind === "held") throw new ProblemError("payment-held");
  if (standing?.kind === "released") throw new ProblemError("payment-released");
}
