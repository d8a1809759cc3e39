import type { Deps } from "../deps.ts";
import { familyOf } from "../enrolments/family.ts";
import { deviceOf } from "../grants/enrol.ts";
import { merchantById } from "../merchants/merchant.ts";
import type { GrantTable } from "../store/tables.ts";
import { confirmedAddress, type ConfirmedAddress } from "./address.ts";
import { newFreezeLink } from "./freezeLink.ts";
import { type Letter, mailIdOf, sealLetter } from "./letter.ts";
import { momentWords } from "./momentWords.ts";
import { words } from "./words.ts";

/** A key that an approval enrolled. */
export interface Enrolled {
  readonly grant: GrantTable;
  readonly payer: string;
  /** As `browserName` says it; null: nobody knows any more. */
  readonly browser: string | null;
}

/**
 * The mail about a new browser, for the outbox; null when there is none to write: no confirmed address, the payer's first
 * key, or one in a browser whose cookie is known (rung C). Asked before the cookie joins the new key. The payment has been
 * made: whatever fails here is logged, and the payment goes on without its mail.
 */
export async function newDeviceAlert(deps: Deps, enrolled: Enrolled): Promise<Letter | null> {
  try {
    const to = await confirmedAddress(deps, enrolled.payer);
    if (to === null || !(await isNewBrowser(deps, enrolled))) return null;
    return await writeAlert(deps, enrolled, to);
  } catch (error) {
    deps.logger.error({ err: error, grant: enrolled.grant.id }, "an alert was not written");
    return null;
  }
}

/** Whether an approval enrolled a key that is neither the payer's first nor in a browser whose cookie is known. */
export async function isNewBrowser(
  deps: Deps,
  { grant, payer }: Pick<Enrolled, "grant" | "payer">,
): Promise<boolean> {
  if (grant.thumbprint === null) return false;
  const device = await deviceOf(deps, grant.thumbprint);
  // Enrolled before this request: an approval adds nothing to it.
  if (device === undefined || device.added_at < grant.created_at) return false;
  const family = grant.partition_hash === null ? null : await familyOf(deps, grant.partition_hash);
  if (family !== null && family.payer_id === payer && family.revoked_at === null) return false;
  const other = await deps.store
    .selectFrom("allowances")
    .innerJoin("devices", "devices.allowance_id", "allowances.id")
    .select("devices.id")
    .where("allowances.payer_id", "=", payer)
    .where("devices.id", "!=", device.id)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

async function writeAlert(
  deps: Deps,
  { grant, payer, browser }: Enrolled,
  { address, language }: ConfirmedAddress,
): Promise<Letter> {
  const text = words[language];
  const { name, time_zone: timeZone } = await deps.store
    .selectFrom("payers")
    .select(["name", "time_zone"])
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const merchant = await merchantById(deps, grant.merchant_id);
  const link = newFreezeLink(deps, payer);
  const { subject } = text["new-device"];
  return sealLetter(deps, {
    // Of the grant: finished twice, it is written once.
    id: mailIdOf(`new-device/${grant.id}`),
    payer,
    kind: "new-device",
    to: address,
    subject,
    text: text["new-device"].text({
      wallet: name,
      site: merchant === null ? text.unknownSite : merchant.name.replaceAll(/\s+/g, " "),
      browser: browser ?? text.unknownBrowser,
      when: momentWords(deps.clock.now(), { language, timeZone }),
      link: link.address,
      home: deps.config.origin,
    }),
    freezeLink: link.row,
  });
}
