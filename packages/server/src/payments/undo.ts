import { assert, concat, fromBase64url, instant, ProblemError } from "@farthing/core";
import { type Entry, type EntryStatus, reverse, type StoredEntry } from "@farthing/ledger";
import { proofBytes, type KeyProof, type UndoOutcome } from "@farthing/protocol";
import { aroundBlock } from "../blocks/aroundBlock.ts";
import type { Deps } from "../deps.ts";
import { isErased } from "../erasures/isErased.ts";
import { requireMade } from "../holds/requireMade.ts";
import { sha256 } from "../sha256.ts";
import { entryName } from "./entryName.ts";
import { saleOnTab } from "../tabs/saleOnTab.ts";
import { dayWindow, givenBackKey, tabSaleKey, undoKey } from "./keys.ts";
import type { PaymentMemo, UndoMemo } from "./memo.ts";
import { paymentOfKey } from "./paymentOfKey.ts";
import { entryTimeMs, undoUntilMs } from "./receipt.ts";
import { returnEntry } from "./returnEntry.ts";
import { returnOf, returnProblems, undoId } from "./returnOf.ts";

/** Too many undos; or the operator's block of the merchant moved in the same moment. */
const refusedFor: ReadonlySet<EntryStatus> = new Set<EntryStatus>([
  "limit_exceeded",
  "id_already_failed",
  "debit_account_already_closed",
  "claim_not_held",
]);

/**
 * Takes a payment back while its undo time runs: a reversal entry returns the money and the fee,
 * restores every limit and lets go of the ownership. Only by the key that paid. The same request again
 * is answered as before; another one hears `already-undone`, or `already-refunded` and `partly-refunded` where the
 * merchant was first. Throws `undo-too-late`, `undo-limit-reached` (the payment stands, for good), `payer-erased`,
 * `not-found`.
 */
export async function undo(
  deps: Deps,
  ask: { payment: string; proof: KeyProof },
): Promise<UndoOutcome> {
  const { entry, memo } = paymentOfKey(deps, { ...ask, purpose: "undo" });
  requireMade(deps, entry, memo);
  const before = returnOf(deps, entry);
  if (before.kind === "refunded" || before.kind === "partly-refunded") {
    throw new ProblemError(returnProblems[before.kind]);
  }
  // The ledger would answer the same; asked here, because a reversal is refused once its time is over.
  if (before.kind === "none" && deps.clock.now() > undoUntilMs(entry, memo, deps.config.undoMs)) {
    throw new ProblemError("undo-too-late");
  }
  if (isErased(deps, memo.payer)) throw new ProblemError("payer-erased");
  // Paid with the whole bill since: that was a second yes.
  const sale = before.kind === "none" ? saleOnTab(deps, { entry, memo }) : null;
  if (sale?.state === "paid") throw new ProblemError("undo-too-late");
  const undoing = await undoEntry(deps, { entry, memo, facts: proofFacts(ask) });
  const submitted = aroundBlock(deps, [memo.merchant], undoing);
  const { status } = await deps.ledger.submitEntry(submitted);
  if (status === "created" || status === "exists") {
    return { kind: "reversed", payment: ask.payment };
  }
  // A refund may have been first; or this undo was refused before, under another proof. Who hears "already undone"
  // believes that the money is back, so it is looked up and never guessed.
  const after = returnOf(deps, entry);
  if (after.kind !== "none") throw new ProblemError(returnProblems[after.kind]);
  // Erased in this moment: the account takes nothing any more.
  if (status === "credit_account_already_closed") throw new ProblemError("payer-erased");
  if (status === "claim_taken") throw new ProblemError("undo-too-late");
  assert(refusedFor.has(status), `a payment is reversed: ${status}`);
  throw new ProblemError("undo-limit-reached");
}

async function undoEntry(
  deps: Deps,
  { entry, memo, facts }: { entry: StoredEntry; memo: PaymentMemo; facts: Uint8Array },
): Promise<Entry> {
  const { payer, merchant, amount, asset } = memo;
  const id = undoId(entry, memo);
  const payment = entryName(entry.id);
  const undone: UndoMemo = { v: 1, kind: "undo", payer, merchant, payment, amount, asset };
  const quota = undoKey(payer, merchant);
  // Rule 18: more would be reading for free, page after page.
  const undosMax = BigInt(deps.policies.current(deps.clock.now()).undosPerSiteDay);
  const back = reverse(entry, { key: givenBackKey(payment), paid: BigInt(amount) });
  return {
    ...(await returnEntry(deps, { payment: entry, paid: memo, id, memo: undone, isAll: true })),
    time: instant(entryTimeMs(entry)),
    transfers: back.transfers,
    limits: [
      { key: quota, set: { kind: "sum", max: undosMax, window: dayWindow } },
      ...back.limits,
    ],
    gives: back.gives,
    ...(memo.tab === true ? { claims: [tabSaleKey(payment)] } : {}),
    uses: [{ key: quota, amount: 1n }, ...back.uses],
    facts,
  };
}

function proofFacts({ payment, proof }: { payment: string; proof: KeyProof }): Uint8Array {
  const signature = fromBase64url(proof.signature);
  assert(signature !== null, "the proof was parsed");
  const signed = proofBytes({ purpose: "undo", subject: payment, time: proof.time });
  return sha256(concat(signed, signature));
}
