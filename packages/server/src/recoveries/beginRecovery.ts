import { day, hour, type Instant, later, newId, ProblemError } from "@farthing/core";
import type { RecoveryView } from "@farthing/protocol";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import { figuresOf } from "../limits/caps.ts";
import { presetOf } from "../limits/presetOf.ts";
import { waitStart } from "../limits/waitStart.ts";
import type { Letter } from "../mail/letter.ts";
import { queueAll } from "../mail/letter.ts";
import type { Tables } from "../store/tables.ts";
import type { RecoveryTable } from "../store/wayInTables.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { countTry, forgive, networkOf } from "../waysIn/tries.ts";
import { linkLifeMs } from "./askByMail.ts";
import { readSecret, recoveryOf, recoveryView, type Secret } from "./recovery.ts";
import { recoveryLetter } from "./recoveryLetter.ts";

/** How long a recovery by mail alone waits, in milliseconds: a mailbox is easier to get into than a drawer. */
const mailWaitMs = 7 * day;

/** So many cancelled in so long: the next one waits for the operator too (rule 14). */
const cancelledMax = 2;
const cancelledWithinMs = 90 * day;

/** Whoever brings a code or a link, and from where. */
export interface Bearer {
  readonly secret: string;
  readonly address: string;
}

/**
 * What a code or a link would do, or how far its recovery is. Looking changes nothing, and uses no code up. Tries in vain
 * are counted by network. Throws `recovery-refused`, `too-many-tries`.
 */
export async function lookAtRecovery(deps: Deps, bearer: Bearer): Promise<RecoveryView> {
  const { payer, row } = await knownSecret(deps, bearer);
  if (row !== null) return recoveryView(deps, row);
  return { wallet: await walletNameOf(deps, payer), way: "code", at: "asked", readyAt: null };
}

/**
 * Begins the recovery of the wallet that this code or link is of: told by mail in the same commit, and on every page of the
 * wallet. Begun before: the same one. Throws as `lookAtRecovery`.
 */
export async function beginRecovery(deps: Deps, bearer: Bearer): Promise<RecoveryView> {
  const known = await knownSecret(deps, bearer);
  const { payer, secret, row } = known;
  if (row !== null && row.state !== "asked") return recoveryView(deps, row);
  const readyAt = await waitOver(deps, { payer, secret });
  const letters = await recoveryLetter(deps, { payer, what: "began", readyAt });
  await deps.store
    .transaction()
    .execute((unit) => begin(unit, deps, { ...known, readyAt, letters }));
  const begun = await recoveryOf(deps, secret);
  if (begun === null) throw new ProblemError("recovery-refused");
  return recoveryView(deps, begun);
}

interface KnownSecret {
  readonly payer: string;
  readonly secret: Secret;
  /** Null: a code that was not used yet. */
  readonly row: RecoveryTable | null;
}

/** Whose secret this is, by a counted try. Throws `recovery-refused`, `too-many-tries`. */
export async function knownSecret(deps: Deps, bearer: Bearer): Promise<KnownSecret> {
  const tried = await countTry(deps, networkOf(bearer.address));
  const secret = readSecret(deps, bearer.secret);
  const row = secret === null ? null : await recoveryOf(deps, secret);
  const payer = row?.payer_id ?? (await payerOfCode(deps, secret));
  const isOver = row?.state === "asked" && row.asked_at + linkLifeMs <= deps.clock.now();
  if (secret === null || payer === null || isOver) throw new ProblemError("recovery-refused");
  await forgive(deps, tried);
  return { payer, secret, row };
}

async function payerOfCode({ store }: Deps, secret: Secret | null): Promise<string | null> {
  if (secret === null || secret.way !== "code") return null;
  const row = await store
    .selectFrom("recovery_codes")
    .select("payer_id")
    .where("code_hash", "=", secret.hash)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return row?.payer_id ?? null;
}

async function waitOver(
  deps: Deps,
  { payer, secret }: Pick<KnownSecret, "payer" | "secret">,
): Promise<Instant> {
  const start = waitStart(deps);
  if (secret.way === "mail") return later(start, mailWaitMs);
  const { preset } = await presetOf(deps, payer);
  return later(start, figuresOf(deps, preset).raiseWaitHours * hour);
}

interface Begun extends KnownSecret {
  readonly readyAt: Instant;
  readonly letters: readonly Letter[];
}

/** One of two at once finds the code used or the link begun, and changes nothing. */
async function begin(unit: Kysely<Tables>, deps: Deps, begun: Begun): Promise<void> {
  const { payer, secret, row, readyAt, letters } = begun;
  const now = deps.clock.now();
  const review = (await isOftenCancelled(unit, payer, now)) ? ("open" as const) : null;
  const state = { state: "waiting" as const, review, began_at: now, ready_at: readyAt };
  if (row === null) {
    if (!(await useCode(unit, secret, now))) return;
    const id = newId("recovery", now);
    const { way, hash: secret_hash } = secret;
    await unit
      .insertInto("recoveries")
      .values({
        id,
        payer_id: payer,
        way,
        secret_hash,
        previous_hash: null,
        asked_at: now,
        ended_at: null,
        ...state,
      })
      .execute();
  } else {
    const { numUpdatedRows } = await unit
      .updateTable("recoveries")
      .set(state)
      .where("id", "=", row.id)
      .where("secret_hash", "=", secret.hash)
      .where("state", "=", "asked")
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return;
  }
  await queueAll(unit, letters);
}

async function useCode(unit: Kysely<Tables>, { hash }: Secret, now: number): Promise<boolean> {
  const { numUpdatedRows } = await unit
    .updateTable("recovery_codes")
    .set({ used_at: now })
    .where("code_hash", "=", hash)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function isOftenCancelled(
  unit: Kysely<Tables>,
  payer: string,
  now: number,
): Promise<boolean> {
  const { count } = await unit
    .selectFrom("recoveries")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("payer_id", "=", payer)
    .where("state", "=", "cancelled")
    .where("ended_at", ">", now - cancelledWithinMs)
    .executeTakeFirstOrThrow();
  return count >= cancelledMax;
}
