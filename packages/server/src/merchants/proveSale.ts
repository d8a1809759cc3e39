import { idToBytes, idToUint, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type EntryProof, proveEntry } from "../log/proveEntry.ts";
import { readMemo } from "../payments/memo.ts";
import type { Merchant } from "./merchant.ts";

/** One of this merchant's payments against the public log. Throws `not-found`, and as `proveEntry`. */
export function proveSale(deps: Deps, merchant: Merchant, id: string): Promise<EntryProof> {
  if (idToBytes("payment", id) === null) throw new ProblemError("not-found");
  const entry = deps.ledger.lookupEntry(idToUint("payment", id));
  const memo = entry?.status === "created" && entry.memo.length > 0 ? readMemo(entry.memo) : null;
  const isOurs = memo?.kind === "payment" && memo.merchant === merchant.id;
  if (entry === null || !isOurs) throw new ProblemError("not-found");
  return proveEntry(deps, { entry, memo, party: "merchant" });
}
