import { setImmediate } from "node:timers/promises";
import { uintBytes } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { closeGroup } from "../payments/commitment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import { readMemo } from "../payments/memo.ts";

const batchMax = 500;

/** The commitment of an erased payer's group of this entry; null: its payer is not erased. */
export async function closedGroup(
  { store }: Pick<Deps, "store">,
  entry: bigint,
): Promise<Uint8Array | null> {
  const row = await store
    .selectFrom("closed_groups")
    .select("payer_group")
    .where("entry", "=", uintBytes(entry, 16))
    .executeTakeFirst();
  return row?.payer_group ?? null;
}

/**
 * Keeps the commitment of this payer's group of every entry before its key is destroyed, so that merchants still prove their
 * sales, and an audit still compares amounts. Made with a key that is gone, they hide what they say. Again changes nothing.
 */
export async function closeGroups(deps: Deps, payer: string): Promise<void> {
  const keys = await groupKeys(deps, { payer, merchant: null });
  let batch: { entry: Uint8Array; payer_group: Uint8Array }[] = [];
  const keep = async () => {
    if (batch.length === 0) return;
    await deps.store
      .insertInto("closed_groups")
      .values(batch)
      .onConflict((conflict) => conflict.column("entry").doNothing())
      .execute();
    batch = [];
  };
  for await (const { id, memo: bytes } of entriesNaming(deps, payer)) {
    const memo = readMemo(bytes);
    // What this wallet paid of a guest's bill is in the guest's group.
    if (!("payer" in memo) || memo.payer !== payer) continue;
    const payer_group = closeGroup(memo, id, { group: "payer", keys });
    batch.push({ entry: uintBytes(id, 16), payer_group });
    if (batch.length === batchMax) await keep();
  }
  await keep();
}

/** Created entries that name this payer, from the first on, a page in memory at a time. */
async function* entriesNaming(deps: Deps, payer: string): AsyncGenerator<StoredEntry> {
  const last = deps.ledger.head().seq;
  for (let seq = await seqBefore(deps, payer); seq < last;) {
    const page = deps.ledger.entriesAfter(seq, batchMax);
    yield* page.filter(({ status, memo }) => status === "created" && names(memo, payer));
    const end = page.at(-1);
    if (end === undefined) return;
    ({ seq } = end);
    // Whoever else asks this server for something is answered in between.
    await setImmediate();
  }
}

/** A wallet begins with its first top-up; what began otherwise may have entries that no list shows. */
async function seqBefore({ store }: Deps, payer: string): Promise<bigint> {
  const first = await store
    .selectFrom("payments")
    .select(["seq", "kind"])
    .where("payer_id", "=", payer)
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  return first?.kind === "top-up" ? first.seq - 1n : 0n;
}

function names(memo: Uint8Array, payer: string): boolean {
  return Buffer.from(memo.buffer, memo.byteOffset, memo.byteLength).includes(payer);
}
