import { assert, idToBytes, idToUint, ProblemError } from "@farthing/core";
import { ReportState } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import type { Paid } from "../refunds/refund.ts";

/** A payment that was reported, as the journal has it, and where its report stands. Throws `not-found`. */
export async function reportedPayment(
  deps: Pick<Deps, "store" | "ledger">,
  payment: string,
): Promise<{ paid: Paid; state: ReportState; reason: string }> {
  if (idToBytes("payment", payment) === null) throw new ProblemError("not-found");
  const row = await deps.store
    .selectFrom("reports")
    .select(["state", "reason"])
    .where("payment_id", "=", payment)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  const entry = deps.ledger.lookupEntry(idToUint("payment", payment));
  assert(entry?.status === "created", "what was reported was paid");
  const state = ReportState.parse(row.state);
  return { paid: { entry, memo: readPaymentMemo(entry.memo) }, state, reason: row.reason };
}
