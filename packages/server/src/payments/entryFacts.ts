import type { Entry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { commitment } from "./commitment.ts";
import { groupKeys } from "./groupKeys.ts";
import { type Memo, memoBytes } from "./memo.ts";

/** What an entry says of itself: its facts for projections, and the 32 bytes that stand for them in the public log. */
export async function entryFacts(
  deps: Deps,
  id: bigint,
  memo: Memo,
): Promise<Required<Pick<Entry, "id" | "memo" | "commitment">>> {
  const merchant = "merchant" in memo ? memo.merchant : null;
  const payer = "payer" in memo ? memo.payer : null;
  const keys = await groupKeys(deps, { payer, merchant });
  return { id, memo: memoBytes(memo), commitment: commitment(memo, id, keys) };
}
