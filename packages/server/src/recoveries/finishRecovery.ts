import { assert, idToBytes, ProblemError, utf8 } from "@farthing/core";
import { createOptions } from "@farthing/identity";
import type { Kysely } from "kysely";
import { revokeAgent } from "../agents/changeAgent.ts";
import type { Deps } from "../deps.ts";
import { changePreset } from "../limits/changePreset.ts";
import { type Letter, queueAll } from "../mail/letter.ts";
import type { PasskeyTable, Tables } from "../store/tables.ts";
import type { RecoveryTable } from "../store/wayInTables.ts";
import { answeredChallenge, madeAt, newChallenge, type Purpose } from "../wallets/ownChallenge.ts";
import { createdPasskey, isSamePasskey } from "../wallets/passkeyPayer.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import { revokeDevice } from "../wallets/revoke.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { type Bearer, knownSecret } from "./beginRecovery.ts";
import { standing } from "./recovery.ts";
import { recoveryLetter } from "./recoveryLetter.ts";

/** What the browser is asked to make once the wait is over. Throws `recovery-refused`, `recovery-not-ready`. */
export async function finishOptions(deps: Deps, bearer: Bearer): Promise<Record<string, unknown>> {
  const row = await readyRecovery(deps, bearer);
  if (row.state === "done") throw new ProblemError("recovery-refused");
  const { payer_id: payer } = row;
  const handle = idToBytes("payer", payer);
  assert(handle !== null, "a payer has an id");
  const options = await createOptions({
    rpId: deps.config.rpId,
    rpName: "Farthing",
    payerName: await walletNameOf(deps, payer),
    payerHandle: handle,
    challenge: newChallenge(deps, recovers(row)),
    exclude: await passkeysOf(deps, payer),
  });
  return { ...options };
}

/** The new passkey. `browser`: as `browserName` says it. `lost`: what was before it goes. */
type Finishing = Bearer & {
  readonly credential: Record<string, unknown>;
  readonly lost: boolean;
  readonly browser: string | null;
};

/**
 * Gives the wallet the passkey that was just made, and ends the recovery with all others of it. Every session ends; the
 * limits are Careful from now on. `lost`: every other way in goes too (passkeys, password and its app, codes, the address
 * that recovers), and whatever paid without a passkey: keys of browsers, and programs. What is stricter comes first, so that
 * nothing that fails on the way leaves more open. A frozen wallet stays frozen. The same answer again does the same.
 * Answers with the payer. Throws `recovery-refused`, `recovery-not-ready`, `passkey-failed`, `unavailable`.
 */
export async function finishRecovery(deps: Deps, ask: Finishing): Promise<string> {
  const row = await readyRecovery(deps, ask);
  const passkey = await madePasskey(deps, row, ask);
  const { payer_id: payer } = row;
  if (row.state === "done") {
    if (await isSamePasskey(deps.store, passkey)) return payer;
    throw new ProblemError("recovery-refused");
  }
  await changePreset(deps, { payer, preset: "careful", credential: null });
  if (ask.lost) {
    await revokeAgents(deps, payer);
    await revokeKeys(deps, payer);
  }
  const letters = await recoveryLetter(deps, { payer, what: "done" });
  await deps.store
    .transaction()
    .execute((unit) => enrol(unit, deps, { row, passkey, lost: ask.lost, letters }));
  return payer;
}

/** A recovery whose wait is over; or one that is done, for whoever asks again. */
async function readyRecovery(deps: Deps, bearer: Bearer): Promise<RecoveryTable> {
  const { row } = await knownSecret(deps, bearer);
  if (row?.state === "done") return row;
  if (row !== null && row.state !== "asked" && row.state !== "waiting") {
    throw new ProblemError("recovery-refused");
  }
  if (row === null || standing(deps, row) !== "ready") throw new ProblemError("recovery-not-ready");
  return row;
}

function madePasskey(deps: Deps, row: RecoveryTable, ask: Finishing): Promise<PasskeyTable> {
  const { credential, browser } = ask;
  const challenge = answeredChallenge(credential);
  if (challenge === null || madeAt(deps, challenge, recovers(row)) === null) {
    throw new ProblemError("passkey-failed");
  }
  return createdPasskey(deps, { credential, challenge, payer: row.payer_id, browser });
}

interface Enrolment {
  readonly row: RecoveryTable;
  readonly passkey: PasskeyTable;
  readonly lost: boolean;
  readonly letters: readonly Letter[];
}

/** Decided here and nowhere else: a cancel, a refusal or another finish that was first leaves no row to move. */
async function enrol(unit: Kysely<Tables>, deps: Deps, of: Enrolment): Promise<void> {
  const { row, passkey, lost, letters } = of;
  const { payer_id: payer } = row;
  const now = deps.clock.now();
  const { numUpdatedRows } = await unit
    .updateTable("recoveries")
    .set({ state: "done", ended_at: now })
    .where("id", "=", row.id)
    .where("state", "=", "waiting")
    .where("ready_at", "<=", now)
    .where((is) => is.or([is("review", "is", null), is("review", "=", "allowed")]))
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ProblemError("recovery-refused");
  if (lost) await forgetWaysIn(unit, payer);
  const { numInsertedOrUpdatedRows: made } = await unit
    .insertInto("passkeys")
    .values(passkey)
    .onConflict((conflict) => conflict.column("credential_id").doNothing())
    .executeTakeFirstOrThrow();
  if (made !== 1n) throw new ProblemError("passkey-failed");
  // A question asked before, whoever saw it, adds and removes no passkey any more.
  await unit
    .updateTable("payers")
    .set((old) => ({ passkey_step: old("passkey_step", "+", 1) }))
    .where("id", "=", payer)
    .execute();
  await unit
    .updateTable("sessions")
    .set({ revoked_at: now })
    .where("payer_id", "=", payer)
    .where("revoked_at", "is", null)
    .execute();
  await unit
    .updateTable("recoveries")
    .set({ state: "refused", ended_at: now, review: null })
    .where("payer_id", "=", payer)
    .where("state", "in", ["asked", "waiting"])
    .execute();
  await queueAll(unit, letters);
}

/** Whoever has the old passkeys may have the rest: what they read, wrote down or set lets nobody in. */
async function forgetWaysIn(unit: Kysely<Tables>, payer: string): Promise<void> {
  for (const table of ["passkeys", "passwords", "totp_secrets", "recovery_codes"] as const) {
    await unit.deleteFrom(table).where("payer_id", "=", payer).execute();
  }
  await unit
    .updateTable("mail_addresses")
    .set({ recovery_index: null })
    .where("payer_id", "=", payer)
    .execute();
}

async function revokeAgents(deps: Deps, payer: string): Promise<void> {
  const agents = await deps.store
    .selectFrom("agents")
    .select("id")
    .where("payer_id", "=", payer)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", deps.clock.now())
    .execute();
  for (const { id } of agents) await revokeAgent(deps, { payer, id });
}

/** One after the other until none is left: each may take its browser's other keys with it. */
async function revokeKeys(deps: Deps, payer: string): Promise<void> {
  const next = deps.store
    .selectFrom("devices")
    .select("id")
    .where("payer_id", "=", payer)
    .where("revoked_at", "is", null)
    .limit(1);
  for (;;) {
    const key = await next.executeTakeFirst();
    if (key === undefined) return;
    await revokeDevice(deps, { payer, id: key.id });
  }
}

function recovers(row: RecoveryTable): Purpose {
  return { name: "farthing/recover/v1", boundTo: utf8(row.id) };
}
