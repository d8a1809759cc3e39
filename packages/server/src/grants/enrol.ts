import { assert } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { counterKey } from "../payments/keys.ts";
import type { AllowanceTable, DeviceTable } from "../store/tables.ts";
import { walletOfGuest } from "../tabs/walletOfGuest.ts";
import type { Grant } from "./grant.ts";

/** The rows of an enrolment as they were written, and the way to take them back. */
export interface EnrolledRows {
  readonly device: string;
  /** The enrolment that the key had until now, whose counter closes with the new one's opening; null for none. */
  readonly replaced: string | null;
  /** After the ledger refused: without its limits these rows could do nothing, and now they are gone. */
  readonly takeBack: () => Promise<void>;
}

/**
 * Writes the device (and, for a new one, the allowance) that an approval is about to open in the
 * ledger. `null` when the key belongs to another payer: one key belongs to one payer and one merchant
 * for ever (rule 4). A guest's key goes on under the wallet that paid the guest's bill, which is the same person's. A key that is alive under this allowance already stays as it is.
 */
export async function enrolRows(
  deps: Deps,
  of: { grant: Grant; payer: string; allowance: AllowanceTable | string; device: string },
): Promise<EnrolledRows | null> {
  const row = deviceRow(deps, of);
  const before = await deviceOf(deps, row.thumbprint);
  if (before && before.merchant_id !== row.merchant_id) return null;
  const isGuests = before !== undefined && before.payer_id !== of.payer;
  if (isGuests && (await walletOfGuest(deps, before.payer_id)) !== of.payer) return null;
  const guest = isGuests ? before.payer_id : (before?.guest_id ?? null);
  const wanted = { ...row, guest_id: guest };
  // A key that a cookie enrolled is enrolled anew: now a passkey vouches for it.
  if (before?.by_cookie === 0 && isAlive(deps, before, wanted.allowance_id)) {
    return { device: before.id, replaced: null, takeBack: () => Promise.resolve() };
  }
  const opened = typeof of.allowance === "string" ? null : of.allowance;
  if (opened !== null) await insertAllowance(deps, opened);
  await deps.store
    .insertInto("devices")
    .values(wanted)
    .onConflict((conflict) => conflict.column("thumbprint").doUpdateSet(wanted))
    .execute();
  const takeBack = async () => {
    const { store } = deps;
    // Under the same name it is what an earlier try of this approval left behind: it goes too.
    if (before === undefined || before.id === wanted.id) {
      await store.deleteFrom("devices").where("id", "=", wanted.id).execute();
    } else {
      await store.updateTable("devices").set(before).where("id", "=", wanted.id).execute();
    }
    if (opened !== null) await store.deleteFrom("allowances").where("id", "=", opened.id).execute();
  };
  const replaced = before === undefined || before.id === wanted.id ? null : before.id;
  return { device: wanted.id, replaced, takeBack };
}

function deviceRow(deps: Deps, of: Parameters<typeof enrolRows>[1]): DeviceTable {
  const { row } = of.grant;
  const { thumbprint, alg, public_key: key } = row;
  assert(thumbprint !== null && alg !== null && key !== null, "only a frame's key is enrolled");
  return {
    id: of.device,
    thumbprint,
    payer_id: of.payer,
    merchant_id: row.merchant_id,
    allowance_id: typeof of.allowance === "string" ? of.allowance : of.allowance.id,
    alg,
    public_key: key,
    kept: row.key_kept,
    added_at: deps.clock.now(),
    revoked_at: null,
    family_id: null,
    by_cookie: 0,
    guest_id: null,
  };
}

/** The row of the key with that thumbprint. */
export function deviceOf(deps: Deps, thumbprint: Uint8Array): Promise<DeviceTable | undefined> {
  return deps.store
    .selectFrom("devices")
    .selectAll()
    .where("thumbprint", "=", thumbprint)
    .executeTakeFirst();
}

function isAlive(deps: Deps, device: DeviceTable, allowance: string): boolean {
  const [counter] = deps.ledger.lookupCounters([counterKey(device.id)]);
  return device.allowance_id === allowance && counter?.closed === false;
}

async function insertAllowance(deps: Deps, row: AllowanceTable): Promise<void> {
  await deps.store
    .insertInto("allowances")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}
