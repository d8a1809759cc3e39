import { randomBytes } from "node:crypto";
import { ProblemError } from "@farthing/core";
import { hashPassword } from "@farthing/identity";
import {
  ownWords,
  passwordLength,
  passwordLengthMin,
  passwordLengthMinBeside,
  plainPassword,
} from "@farthing/protocol/passwords";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import { confirmedAddress } from "../mail/address.ts";
import { queueAll } from "../mail/letter.ts";
import type { Tables } from "../store/tables.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { endPasswordSessions } from "./endPasswordSessions.ts";
import { judge } from "./judge.ts";
import { wayChanged } from "./wayChanged.ts";

const nameLetters = 12;

/**
 * What a payer signs in as besides a password: the end of their id, 60 random bits. Nobody need choose one, so nobody
 * learns which are taken, and nobody can try passwords at a name that they do not have.
 */
export function signInNameOf(payer: string): string {
  return payer.slice(-nameLetters).toUpperCase();
}

/** A sign-in name as people read it. */
export function shownName(name: string): string {
  return (name.match(/.{4}/g) ?? []).join("-");
}

/** A sign-in name as somebody typed it. */
export function readName(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, "");
}

/**
 * Sets the payer's password, or another one; sessions that a password opened end. It has 15 characters, or 8 where codes are
 * asked for with it. The caller has checked the passkey.
 * Throws `password-weak`, `unavailable`.
 */
export async function setPassword(
  deps: Deps,
  { payer, password }: { payer: string; password: string },
): Promise<void> {
  const own = await ownWordsOf(deps, payer);
  const hasTotp = (await readsTotp(deps.store, payer)) !== undefined;
  const lengthMin = hasTotp ? passwordLengthMinBeside : passwordLengthMin;
  const judged = await judge(deps, { password, own, lengthMin });
  if (judged.fault !== null) throw new ProblemError("password-weak");
  const salt = randomBytes(16);
  const standsAlone = passwordLength(password) >= passwordLengthMin;
  const row = {
    sign_in_name: signInNameOf(payer),
    hash: await hashPassword(plainPassword(password), salt),
    salt,
    score: judged.score,
    set_at: deps.clock.now(),
    stands_alone: standsAlone ? (1 as const) : (0 as const),
  };
  const letters = await wayChanged(deps, { payer, what: "passwordSet" });
  await deps.store.transaction().execute(async (unit) => {
    // It may have been removed while this one was judged.
    if (!standsAlone && (await readsTotp(unit, payer)) === undefined) {
      throw new ProblemError("password-weak");
    }
    await unit
      .insertInto("passwords")
      .values({ payer_id: payer, ...row })
      .onConflict((conflict) => conflict.column("payer_id").doUpdateSet(row))
      .execute();
    await endPasswordSessions(unit, { payer, now: row.set_at });
    await queueAll(unit, letters);
  });
}

/** Nobody signs in with a password any more, and sessions that one opened end. None set: nothing changes. */
export async function removePassword(deps: Deps, payer: string): Promise<void> {
  const letters = await wayChanged(deps, { payer, what: "passwordRemoved" });
  await deps.store.transaction().execute(async (unit) => {
    const { numDeletedRows } = await unit
      .deleteFrom("passwords")
      .where("payer_id", "=", payer)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    await endPasswordSessions(unit, { payer, now: deps.clock.now() });
    await queueAll(unit, letters);
  });
}

function readsTotp(store: Kysely<Tables>, payer: string) {
  return store
    .selectFrom("totp_secrets")
    .select("set_at")
    .where("payer_id", "=", payer)
    .executeTakeFirst();
}

/** Words that somebody who attacks this payer here tries first. */
async function ownWordsOf(deps: Deps, payer: string): Promise<string[]> {
  return ownWords({
    host: deps.config.rpId,
    wallet: await walletNameOf(deps, payer),
    signInName: shownName(signInNameOf(payer)),
    address: (await confirmedAddress(deps, payer))?.address ?? null,
  });
}
