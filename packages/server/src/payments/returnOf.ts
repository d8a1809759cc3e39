import { concat, idToUint, instant, type ProblemCode, uintBytes, utf8 } from "@farthing/core";
import { deriveEntryId, type StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { type PaymentMemo, readMemo } from "./memo.ts";
import { entryTimeMs } from "./receipt.ts";

/** What became of a payment after it was captured. `entry` gave it back. At most one of the two happens, once. */
export type Return =
  | { readonly kind: "none" }
  | { readonly kind: "undone" | "refunded"; readonly entry: StoredEntry };

/** What is heard by whoever asks for a payment that was given back. */
export const returnProblems: Record<"undone" | "refunded", ProblemCode> = {
  undone: "already-undone",
  refunded: "already-refunded",
};

/** Whether a payment was given back, and by whom: the one place that says so. A top-up never is. */
export function returnOf(deps: Pick<Deps, "ledger">, payment: StoredEntry): Return {
  const memo = readMemo(payment.memo);
  if (memo.kind !== "payment") return { kind: "none" };
  for (const kind of ["undone", "refunded"] as const) {
    const entry = deps.ledger.lookupEntry(returnId(payment, memo, kind));
    if (entry?.status === "created") return { kind, entry };
  }
  return { kind: "none" };
}

const verbs = { undone: "undo", refunded: "refund" } as const;

/** The id of the entry that gives a payment back: one per payment and way, so that two requests at once are one entry. */
export function returnId(
  payment: StoredEntry,
  memo: PaymentMemo,
  kind: "undone" | "refunded",
): bigint {
  return deriveEntryId({
    time: instant(entryTimeMs(payment)),
    payer: idToUint("payer", memo.payer),
    key: concat(utf8(verbs[kind]), uintBytes(payment.id, 16)),
    leg: 0,
  });
}
