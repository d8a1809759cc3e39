import { idToBytes, idToUint, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { holdOf } from "../holds/holdOf.ts";
import { type EntryProof, proveEntry } from "../log/proveEntry.ts";
import { readMemo } from "../payments/memo.ts";
import type { Merchant } from "./merchant.ts";

/**
 * One of this merchant's payments against the public log. One that is held gives no proof before it is captured: what the
 * merchant is shown of its entry does not say that it was held. Throws `not-found`, `payment-held`, `payment-released`,
 * and as `proveEntry`.
 */
export async function proveSale(deps: Deps, merchant: Merchant, id: string): Promise<EntryProof> {
  if (idToBytes("payment", id) === null) throw new ProblemError("not-found");
  const entry = deps.ledger.lookupEntry(idToUint("payment", id));
  const memo = entry?.status === "created" && entry.memo.length > 0 ? readMemo(entry.memo) : null;
  const isOurs = memo?.kind === "payment" && memo.merchant === merchant.id;
  if (entry === null || !isOurs) throw new ProblemError("not-found");
  const { kind } = holdOf(deps, entry, memo) ?? { kind: "captured" };
  if (kind !== "captured") throw new ProblemError(`payment-${kind}`);
  return proveEntry(deps, { entry, memo, party: "merchant" });
}
