import type { Deps } from "../deps.ts";
import { familyOf } from "../enrolments/family.ts";
import type { GrantTable } from "../store/tables.ts";
import { revokeDevice, revokeFamily } from "../wallets/revoke.ts";

/**
 * "Others use this device: ask every time" (rule 2), where the browser was allowed to pay before: the key that asked and
 * its cookie's family are taken back, if they are this payer's at this merchant. Nobody else's: one wallet must not stop
 * another that shares the browser. Again changes nothing.
 */
export async function forgetBrowser(
  deps: Deps,
  { grant, payer }: { grant: GrantTable; payer: string },
): Promise<void> {
  const merchant = grant.merchant_id;
  const { thumbprint, partition_hash: cookie } = grant;
  const device =
    thumbprint === null
      ? undefined
      : await deps.store
          .selectFrom("devices")
          .select("id")
          .where("thumbprint", "=", thumbprint)
          .where("payer_id", "=", payer)
          .where("merchant_id", "=", merchant)
          .where("revoked_at", "is", null)
          .executeTakeFirst();
  if (device !== undefined) await revokeDevice(deps, { payer, id: device.id });
  const family = cookie === null ? null : await familyOf(deps, cookie);
  const isOurs = family?.payer_id === payer && family.merchant_id === merchant;
  if (isOurs && family.revoked_at === null) await revokeFamily(deps, family.id);
}
