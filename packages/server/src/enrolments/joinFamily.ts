import { assert, newId } from "@farthing/core";
import type { Deps } from "../deps.ts";
import type { FamilyTable, GrantTable } from "../store/tables.ts";
import { revokeFamily } from "../wallets/revoke.ts";
import { familyOf } from "./family.ts";

/** An approval that enrolled the frame's key. */
interface Joined {
  readonly grant: GrantTable;
  readonly payer: string;
  readonly allowance: string;
}

/**
 * The partition cookie that asked for the grant belongs to this payer and this allowance from now on, and may enrol keys
 * under it (rule 9). What it could do before for another wallet, or under another allowance, is over. Again changes
 * nothing.
 */
export async function joinFamily(deps: Deps, joined: Joined): Promise<void> {
  const { grant, payer, allowance } = joined;
  if (grant.partition_hash === null || grant.thumbprint === null) return;
  const old = await familyOf(deps, grant.partition_hash);
  const isOurs =
    old?.revoked_at === null && old.payer_id === payer && old.allowance_id === allowance;
  if (old !== null && !isOurs) await revokeFamily(deps, old.id);
  const family = isOurs ? old.id : await beginFamily(deps, joined, old);
  await deps.store
    .updateTable("devices")
    .set({ family_id: family })
    .where("thumbprint", "=", grant.thumbprint)
    .where("allowance_id", "=", allowance)
    .execute();
}

/** `old`: whose cookie it was; it may have been renewed since it asked for the grant. */
async function beginFamily(
  deps: Deps,
  { grant, payer, allowance }: Joined,
  old: FamilyTable | null,
): Promise<string> {
  const secret = old?.secret_hash ?? grant.partition_hash;
  assert(secret !== null, "a cookie asked for the grant");
  const now = deps.clock.now();
  await deps.store
    .insertInto("families")
    .values({
      id: newId("family", now),
      merchant_id: grant.merchant_id,
      payer_id: payer,
      allowance_id: allowance,
      secret_hash: secret,
      previous_hash: old?.previous_hash ?? null,
      previous_until: old?.previous_until ?? null,
      rotated_at: old?.rotated_at ?? now,
      created_at: now,
      revoked_at: null,
    })
    // The same approval, finished twice at once.
    .onConflict((conflict) => conflict.column("secret_hash").doNothing())
    .execute();
  const { id } = await deps.store
    .selectFrom("families")
    .select("id")
    .where("secret_hash", "=", secret)
    .where("allowance_id", "=", allowance)
    .executeTakeFirstOrThrow();
  return id;
}
