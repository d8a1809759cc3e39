import { idToBytes } from "@farthing/core";
import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";

/** The three names of one payment or top-up: its id, its leaf in the public log, its place in the journal. */
export interface ReceiptPlace {
  readonly payment: string;
  readonly leafIndex: number;
  readonly seq: bigint;
}

/** Finds a payment's names by any one of them; `null` when there is none. One search. */
export async function findReceipt(
  store: Kysely<Tables>,
  by: { readonly payment: string } | { readonly leafIndex: number } | { readonly seq: bigint },
): Promise<ReceiptPlace | null> {
  if ("payment" in by && idToBytes("payment", by.payment) === null) return null;
  const places = store.selectFrom("payments").select(["id", "leaf_index", "seq"]);
  const found =
    "payment" in by
      ? places.where("id", "=", by.payment)
      : "seq" in by
        ? places.where("seq", "=", by.seq)
        : places.where("leaf_index", "=", by.leafIndex);
  const row = await found.executeTakeFirst();
  return row === undefined ? null : { payment: row.id, leafIndex: row.leaf_index, seq: row.seq };
}
