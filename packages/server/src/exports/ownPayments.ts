import { setImmediate } from "node:timers/promises";
import { idToUint } from "@farthing/core";
import type { Deps } from "../deps.ts";

const pageSize = 200;

/** A payment or top-up by its names in lists and in the journal, and its facts. */
export interface OwnRow {
  readonly name: string;
  readonly id: bigint;
  readonly memo: Uint8Array;
}

/** A payer's payments and top-ups up to the journal's entry `last`, the newest first: a page in memory at a time. */
export async function* ownPayments(
  { store }: Pick<Deps, "store">,
  { payer, last }: { payer: string; last: bigint },
): AsyncGenerator<OwnRow, void, undefined> {
  let below = last + 1n;
  for (;;) {
    const rows = await store
      .selectFrom("payments")
      .select(["id", "seq", "memo"])
      .where("payer_id", "=", payer)
      .where("seq", "<", below)
      .orderBy("seq", "desc")
      .limit(pageSize)
      .execute();
    for (const { id: name, memo } of rows) {
      yield { name, id: idToUint("payment", name), memo };
      // Whoever else asks this server for something is answered in between.
      await setImmediate();
    }
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageSize) return;
    below = end.seq;
  }
}
