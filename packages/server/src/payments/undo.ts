import {
  assert,
  concat,
  fromBase64url,
  idToUint,
  instant,
  ProblemError,
  toBase64url,
  uintBytes,
  utf8,
} from "@farthing/core";
import { thumbprint, verifyProof } from "@farthing/identity";
import { deriveEntryId, reversal, type StoredEntry } from "@farthing/ledger";
import { proofBytes, type KeyProof, type UndoOutcome } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { sha256 } from "../sha256.ts";
import { commitment } from "./commitment.ts";
import { groupKeys } from "./groupKeys.ts";
import { entryName } from "./entryName.ts";
import { dayWindow, ownershipKey, undoKey } from "./keys.ts";
import { memoBytes, type PaymentMemo, readMemo, type UndoMemo } from "./memo.ts";
import { entryTimeMs, undoUntilMs } from "./receipt.ts";

/** Undos of one payer at one merchant in 24 hours (rule 18): more would be reading for free, page after page. */
const undosMax = 3n;

/**
 * Takes a payment back while its undo time runs: a reversal entry returns the money and the fee,
 * restores every limit and lets go of the ownership. Only by the key that paid. The same request again
 * is answered as before; another one hears `already-undone`. Throws `undo-too-late`,
 * `undo-limit-reached` (the payment stands, for good), `not-found`.
 */
export async function undo(
  deps: Deps,
  ask: { payment: string; proof: KeyProof },
): Promise<UndoOutcome> {
  const verdict = verifyProof({
    proof: ask.proof,
    purpose: "undo",
    subject: ask.payment,
    now: deps.clock.now(),
  });
  if (verdict !== "ok") throw new ProblemError(verdict);
  const { entry, memo } = paymentOfKey(deps, ask);
  const facts = proofFacts(ask);
  const done = undoEntryOf(deps, entry);
  // The ledger would answer the same; asked here, because a reversal is refused once its time is over.
  if (done === null && deps.clock.now() > undoUntilMs(entry, deps.config.undoMs)) {
    throw new ProblemError("undo-too-late");
  }
  const { status } = await deps.ledger.submitEntry(await undoEntry(deps, { entry, memo, facts }));
  if (status === "limit_exceeded") throw new ProblemError("undo-limit-reached");
  if (status === "exists_with_different_facts") {
    // The first request may have been refused: who hears "already undone" believes that the money is back.
    const isUndone = undoEntryOf(deps, entry) !== null;
    throw new ProblemError(isUndone ? "already-undone" : "undo-limit-reached");
  }
  assert(status === "created" || status === "exists", `a payment is reversed: ${status}`);
  return { kind: "reversed", payment: ask.payment };
}

/** The entry that undid a payment, or `null`. */
export function undoEntryOf(deps: Pick<Deps, "ledger">, payment: StoredEntry): StoredEntry | null {
  const memo = readMemo(payment.memo);
  if (memo.kind !== "payment") return null;
  const found = deps.ledger.lookupEntry(undoId(payment, memo));
  return found?.status === "created" ? found : null;
}

/** The payment, if this key made it. To any other key it does not exist. */
function paymentOfKey(
  deps: Deps,
  { payment, proof }: { payment: string; proof: KeyProof },
): { entry: StoredEntry; memo: PaymentMemo } {
  const print = thumbprint(proof.device);
  const entry = deps.ledger.lookupEntry(idToUint("payment", payment));
  if (print === null || entry?.status !== "created") throw new ProblemError("not-found");
  const memo = readMemo(entry.memo);
  if (memo.kind !== "payment" || memo.device !== toBase64url(print)) {
    throw new ProblemError("not-found");
  }
  return { entry, memo };
}

async function undoEntry(
  deps: Deps,
  { entry, memo, facts }: { entry: StoredEntry; memo: PaymentMemo; facts: Uint8Array },
) {
  const id = undoId(entry, memo);
  const undone: UndoMemo = {
    v: 1,
    kind: "undo",
    payer: memo.payer,
    merchant: memo.merchant,
    payment: entryName(entry.id),
    amount: memo.amount,
    asset: memo.asset,
  };
  const { transfers, gives, releases } = reversal(entry);
  const owned = ownershipKey(memo.payer, memo.merchant, memo.resource);
  const { payer, merchant } = memo;
  const quota = undoKey(payer, merchant);
  return {
    id,
    time: instant(entryTimeMs(entry)),
    transfers,
    limits: [{ key: quota, set: { kind: "sum" as const, max: undosMax, window: dayWindow } }],
    gives,
    uses: [{ key: quota, amount: 1n }],
    // The allowance that the same approval opened stands, and the grant stays answered.
    releases: releases.filter(({ key }) => key === owned),
    memo: memoBytes(undone),
    commitment: commitment(undone, id, await groupKeys(deps, { payer, merchant })),
    facts,
  };
}

/** One per payment, so that two undos at once are one entry. */
function undoId(entry: StoredEntry, memo: PaymentMemo): bigint {
  return deriveEntryId({
    time: instant(entryTimeMs(entry)),
    payer: idToUint("payer", memo.payer),
    key: concat(utf8("undo"), uintBytes(entry.id, 16)),
    leg: 0,
  });
}

function proofFacts({ payment, proof }: { payment: string; proof: KeyProof }): Uint8Array {
  const signature = fromBase64url(proof.signature);
  assert(signature !== null, "the proof was parsed");
  const signed = proofBytes({ purpose: "undo", subject: payment, time: proof.time });
  return sha256(concat(signed, signature));
}
