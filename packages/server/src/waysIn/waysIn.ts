import type { WaysIn } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { addressRow, unsealAddress } from "../mail/address.ts";
import { offersMail } from "../config.ts";
import { ownRecoveries } from "../recoveries/recovery.ts";
import { shownName, signInNameOf } from "./password.ts";

/** The ways into a payer's wallet, as its settings and the check-up read them. */
export async function waysIn(deps: Deps, payer: string): Promise<WaysIn> {
  return {
    passkeys: await passkeyCount(deps, payer),
    codes: await codesOf(deps, payer),
    mail: await mailOf(deps, payer),
    signInName: shownName(signInNameOf(payer)),
    password: await passwordOf(deps, payer),
    totp: await totpSince(deps, payer),
    recoveries: await ownRecoveries(deps, payer),
  };
}

/**
 * Whether this payer gets back in when one passkey is lost: by a second passkey, a recovery code, or mail. A password, with
 * codes from an app or without, does not count: it makes no new passkey.
 */
export function hasSecondWay({ passkeys, codes, mail }: WaysIn): boolean {
  return passkeys > 1 || codes.left > 0 || mail?.recovers === true;
}

async function passkeyCount({ store }: Deps, payer: string): Promise<number> {
  const { count } = await store
    .selectFrom("passkeys")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("payer_id", "=", payer)
    .executeTakeFirstOrThrow();
  return count;
}

async function codesOf({ store }: Deps, payer: string): Promise<WaysIn["codes"]> {
  const rows = await store
    .selectFrom("recovery_codes")
    .select(["made_at", "used_at"])
    .where("payer_id", "=", payer)
    .execute();
  const left = rows.filter((row) => row.used_at === null).length;
  return { left, madeAt: rows[0]?.made_at ?? null };
}

async function mailOf(deps: Deps, payer: string): Promise<WaysIn["mail"]> {
  const row = offersMail(deps.config) ? await addressRow(deps, payer) : null;
  if (row === null || row.address_sealed === null) return null;
  const address = unsealAddress(deps, payer, row.address_sealed);
  return { address, recovers: row.recovery_index !== null };
}

async function passwordOf({ store }: Deps, payer: string): Promise<WaysIn["password"]> {
  const row = await store
    .selectFrom("passwords")
    .select(["score", "set_at", "stands_alone"])
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { score: row.score, setAt: row.set_at, standsAlone: row.stands_alone === 1 };
}

async function totpSince({ store }: Deps, payer: string): Promise<WaysIn["totp"]> {
  const row = await store
    .selectFrom("totp_secrets")
    .select("set_at")
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  return row === undefined ? null : { setAt: row.set_at };
}
