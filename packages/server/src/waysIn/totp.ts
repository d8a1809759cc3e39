import {
  concat,
  fromBase64url,
  minute,
  ProblemError,
  toBase64url,
  uintBytes,
} from "@farthing/core";
import { newTotpSecret, open, readTotp, seal, totpKey } from "@farthing/identity";
import type { TotpOffer } from "@farthing/protocol";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import { queueAll } from "../mail/letter.ts";
import { unseal } from "../seal.ts";
import type { Tables } from "../store/tables.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { endPasswordSessions } from "./endPasswordSessions.ts";
import { wayChanged } from "./wayChanged.ts";

/** How long a key may wait for its first code: long enough to find the phone and install an app. */
const offerLifeMs = 15 * minute;
const timeBytes = 8;

/**
 * A key for the payer's authenticator app. Nothing is kept until a code of it comes back with the sealed `offer`. The caller
 * has checked the passkey.
 */
export async function offerTotp(deps: Deps, payer: string): Promise<TotpOffer> {
  const secret = newTotpSecret();
  const made = uintBytes(BigInt(deps.clock.now()), timeBytes);
  const sealed = seal(deps.keys.fieldKey, concat(made, secret), offerPlace(payer));
  const account = await walletNameOf(deps, payer);
  const { text, uri } = totpKey(secret, { issuer: issuerOf(deps), account });
  return { offer: toBase64url(sealed), key: text, uri };
}

/** As the app lists it: two wallets at two hosts are told apart. */
function issuerOf({ config }: Deps): string {
  return `Farthing (${config.rpId})`;
}

/**
 * The app shows codes of the key that was offered: from now on they are asked for with the password, and sessions that a
 * password alone opened end. Another app's key ends. The same confirmation again changes nothing. Throws `totp-offer-over`,
 * `totp-wrong`.
 */
export async function confirmTotp(
  deps: Deps,
  { payer, offer, code }: { payer: string; offer: string; code: string },
): Promise<void> {
  const secret = offeredSecret(deps, payer, offer);
  if (secret === null) throw new ProblemError("totp-offer-over");
  if (await isKept(deps, payer, secret)) return;
  const now = deps.clock.now();
  const step = readTotp(secret, { code: plainCode(code), now, after: 0 });
  if (step === null) throw new ProblemError("totp-wrong");
  const sealed = seal(deps.keys.fieldKey, secret, secretPlace(payer));
  const row = { secret_sealed: sealed, set_at: now, last_step: step };
  const letters = await wayChanged(deps, { payer, what: "totpSet" });
  await deps.store.transaction().execute(async (unit) => {
    await unit
      .insertInto("totp_secrets")
      .values({ payer_id: payer, ...row })
      .onConflict((conflict) => conflict.column("payer_id").doUpdateSet(row))
      .execute();
    await endPasswordSessions(unit, { payer, now });
    await queueAll(unit, letters);
  });
}

function offeredSecret({ keys, clock }: Deps, payer: string, offer: string): Uint8Array | null {
  const sealed = fromBase64url(offer);
  const opened = sealed === null ? null : open(keys.fieldKey, sealed, offerPlace(payer));
  if (opened === null) return null;
  const made = Number(Buffer.from(opened.subarray(0, timeBytes)).readBigUInt64BE());
  const age = clock.now() - made;
  return age >= 0 && age <= offerLifeMs ? opened.slice(timeBytes) : null;
}

async function isKept(deps: Deps, payer: string, secret: Uint8Array): Promise<boolean> {
  const kept = await totpOf(deps, payer);
  return kept !== null && Buffer.compare(kept.secret, secret) === 0;
}

/**
 * The password stands alone again; sessions that it opened end. `password`: "remove" takes one with it that is too short
 * for that. None set: nothing changes. The caller has checked the passkey. Throws `password-needs-totp`.
 */
export async function removeTotp(
  deps: Deps,
  { payer, password }: { payer: string; password: "keep" | "remove" },
): Promise<void> {
  const letters = await wayChanged(deps, { payer, what: "totpRemoved" });
  const now = deps.clock.now();
  await deps.store.transaction().execute(async (unit) => {
    const { numDeletedRows } = await unit
      .deleteFrom("totp_secrets")
      .where("payer_id", "=", payer)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    await dropShortPassword(unit, { payer, password });
    await endPasswordSessions(unit, { payer, now });
    await queueAll(unit, letters);
  });
}

async function dropShortPassword(
  unit: Kysely<Tables>,
  { payer, password }: { payer: string; password: "keep" | "remove" },
): Promise<void> {
  const short = unit
    .selectFrom("passwords")
    .select("payer_id")
    .where("payer_id", "=", payer)
    .where("stands_alone", "=", 0);
  if ((await short.executeTakeFirst()) === undefined) return;
  if (password === "keep") throw new ProblemError("password-needs-totp");
  await unit.deleteFrom("passwords").where("payer_id", "=", payer).execute();
}

/** What a payer's authenticator app shares with this server. */
export interface Totp {
  readonly secret: Uint8Array;
  /** As the store keeps it: each that is set up has another. */
  readonly sealed: Uint8Array;
  /** The step of the last code that was believed. */
  readonly lastStep: number;
}

/** Null: this payer has none. */
export async function totpOf(deps: Deps, payer: string): Promise<Totp | null> {
  const row = await deps.store
    .selectFrom("totp_secrets")
    .selectAll()
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    secret: unseal(deps.keys.fieldKey, secretPlace(payer), row.secret_sealed),
    sealed: row.secret_sealed,
    lastStep: row.last_step,
  };
}

/** A code as somebody typed it: apps show "123 456". */
export function plainCode(typed: string): string {
  return typed.replaceAll(/[\s\-–]/g, "");
}

function secretPlace(payer: string): string {
  return `totp_secrets/secret/${payer}`;
}

function offerPlace(payer: string): string {
  return `totp-offer/${payer}`;
}
