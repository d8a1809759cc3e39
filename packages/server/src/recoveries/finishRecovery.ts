import { assert, idToBytes, ProblemError, utf8 } from "@farthing/core";
import { createOptions } from "@farthing/identity";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import { changePreset } from "../limits/changePreset.ts";
import { type Letter, queueAll } from "../mail/letter.ts";
import type { PasskeyTable, Tables } from "../store/tables.ts";
import type { RecoveryTable } from "../store/wayInTables.ts";
import { answeredChallenge, madeAt, newChallenge, type Purpose } from "../wallets/ownChallenge.ts";
import { createdPasskey } from "../wallets/passkeyPayer.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import { revokeDevice } from "../wallets/revoke.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { type Bearer, knownSecret } from "./beginRecovery.ts";
import { standing } from "./recovery.ts";
import { recoveryLetter } from "./recoveryLetter.ts";

/** Paying keys that are taken back when a payer says that the passkeys are lost; the rest end by themselves. */
const keysMax = 1_000;

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
 * limits are Careful from now on. `lost`: the passkeys of before go too, and the keys that paid by a click. What is stricter
 * comes first, so that nothing that fails on the way leaves more open. A frozen wallet stays frozen. The same answer again does the same.
 * Answers with the payer. Throws `recovery-refused`, `recovery-not-ready`, `passkey-failed`, `unavailable`.
 */
export async function finishRecovery(deps: Deps, ask: Finishing): Promise<string> {
  const row = await readyRecovery(deps, ask);
  const passkey = await madePasskey(deps, row, ask);
  const { payer_id: payer } = row;
  if (row.state === "done") {
    if (await isOf(deps, payer, passkey.credential_id)) return payer;
    throw new ProblemError("recovery-refused");
  }
  await changePreset(deps, { payer, preset: "careful", credential: null });
  if (ask.lost) await revokeKeys(deps, payer);
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
  if (lost) await unit.deleteFrom("passkeys").where("payer_id", "=", payer).execute();
  const { numInsertedOrUpdatedRows: made } = await unit
    .insertInto("passkeys")
    .values(passkey)
    .onConflict((conflict) => conflict.column("credential_id").doNothing())
    .executeTakeFirstOrThrow();
  if (made !== 1n) throw new ProblemError("passkey-failed");
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

async function isOf({ store }: Deps, payer: string, credentialId: string): Promise<boolean> {
  const row = await store
    .selectFrom("passkeys")
    .select("payer_id")
    .where("credential_id", "=", credentialId)
    .executeTakeFirst();
  return row?.payer_id === payer;
}

async function revokeKeys(deps: Deps, payer: string): Promise<void> {
  const keys = await deps.store
    .selectFrom("devices")
    .select("id")
    .where("payer_id", "=", payer)
    .where("revoked_at", "is", null)
    .limit(keysMax)
    .execute();
  for (const { id } of keys) await revokeDevice(deps, { payer, id });
}

function recovers(row: RecoveryTable): Purpose {
  return { name: "farthing/recover/v1", boundTo: utf8(row.id) };
}
