import { uintBytes } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { closeGroup } from "../payments/commitment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import { readMemo } from "../payments/memo.ts";
import { ownPayments } from "../exports/ownPayments.ts";

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
 * Keeps the commitments of this payer's group before its key is destroyed, so that merchants still prove their sales. Made
 * with a key that is gone, they hide what they say. Again changes nothing.
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
  for await (const { id, memo: bytes } of ownPayments(deps, {
    payer,
    last: deps.projection.seq(),
  })) {
    const memo = readMemo(bytes);
    // What this wallet paid of a guest's bill is in the guest's group.
    if (!("payer" in memo) || memo.payer !== payer) continue;
    const payer_group = closeGroup(memo, id, { group: "payer", keys });
    batch.push({ entry: uintBytes(id, 16), payer_group });
    if (batch.length === batchMax) await keep();
  }
  await keep();
}
