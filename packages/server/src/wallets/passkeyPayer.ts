import { randomBytes } from "node:crypto";
import { ProblemError } from "@farthing/core";
import { readCredentialId, verifyCreated, verifyGot } from "@farthing/identity";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import type { SignInProof } from "../http/session.ts";
import { seal } from "../seal.ts";
import type { PasskeyTable, Tables } from "../store/tables.ts";
import { walletName } from "./walletName.ts";

/** A passkey's answer and the challenge it must be to. */
export interface PasskeyAnswer {
  readonly credential: Record<string, unknown>;
  readonly challenge: Uint8Array;
}

/** The answer of a browser that made a passkey. `browser`: as `browserName` says it. */
export type CreatedAnswer = PasskeyAnswer & {
  readonly payer: string;
  readonly browser: string | null;
};

/** The row of a passkey that was just created for this payer. Throws `passkey-failed`. */
export async function createdPasskey(deps: Deps, answer: CreatedAnswer): Promise<PasskeyTable> {
  const { credential, challenge, payer, browser } = answer;
  const { origin, rpId } = deps.config;
  const passkey = await verifyCreated({ response: credential, challenge, origin, rpId });
  if (passkey.kind === "refused") throw passkeyFailed(deps, passkey.why);
  const now = deps.clock.now();
  return {
    credential_id: passkey.credentialId,
    payer_id: payer,
    public_key: passkey.publicKey,
    counter: passkey.counter,
    transports: JSON.stringify(passkey.transports),
    backed_up: passkey.backedUp ? 1 : 0,
    browser,
    created_at: now,
    last_used_at: now,
  };
}

/**
 * Makes the wallet `payer` with the passkey that was just created, or finds it made by the same answer
 * before. Throws `passkey-failed`.
 */
export async function createPayer(deps: Deps, answer: CreatedAnswer): Promise<void> {
  const { clock, keys, store } = deps;
  const { payer } = answer;
  const row = await createdPasskey(deps, answer);
  await store.transaction().execute(async (unit) => {
    const { numInsertedOrUpdatedRows: made } = await unit
      .insertInto("payers")
      .values({
        id: payer,
        name: walletName(payer),
        group_key_sealed: seal(keys.fieldKey, payer, randomBytes(32)),
        created_at: clock.now(),
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirstOrThrow();
    // A wallet that exists takes no further passkey this way: a fresh one vouches for nobody.
    if (made === 1n)
      await unit
        .insertInto("passkeys")
        .values(row)
        .onConflict((conflict) => conflict.column("credential_id").doNothing())
        .execute();
    if (!(await isSamePasskey(unit, row))) throw passkeyFailed(deps, "the credential id is taken");
  });
}

/** Whether just this passkey is stored: a credential id is no secret, and with another key it is somebody else's claim. */
export async function isSamePasskey(
  store: Kysely<Tables>,
  { credential_id, payer_id, public_key }: PasskeyTable,
): Promise<boolean> {
  const row = await store
    .selectFrom("passkeys")
    .select(["payer_id", "public_key"])
    .where("credential_id", "=", credential_id)
    .executeTakeFirst();
  return row?.payer_id === payer_id && Buffer.compare(row.public_key, public_key) === 0;
}

/** The payer whose passkey answered, user verified. Throws `passkey-failed`, and says no more than that. */
export async function payerOfPasskey(deps: Deps, answer: PasskeyAnswer): Promise<string> {
  const { payer, remember } = await usedPasskey(deps, answer);
  await remember();
  return payer;
}

/** A passkey's answer that was believed. */
export interface UsedPasskey {
  readonly payer: string;
  /** Notes that it was used, and how often by its own count: the same answer is not believed after that. */
  readonly remember: () => Promise<void>;
}

/**
 * As `payerOfPasskey`, and what is noted waits for the caller. `topOrigin`: used in the wallet's frame inside a page of
 * that origin, and nowhere else (rule 19).
 */
export async function usedPasskey(
  deps: Deps,
  answer: PasskeyAnswer & { readonly topOrigin?: string },
): Promise<UsedPasskey> {
  const { config, clock, store } = deps;
  const id = readCredentialId(answer.credential);
  const row = await store
    .selectFrom("passkeys")
    .select(["payer_id", "public_key", "counter"])
    .where("credential_id", "=", id ?? "")
    .executeTakeFirst();
  if (id === null || row === undefined) throw passkeyFailed(deps, "no such passkey");
  const verdict = await verifyGot({
    response: answer.credential,
    challenge: answer.challenge,
    origin: config.origin,
    rpId: config.rpId,
    passkey: { credentialId: id, publicKey: row.public_key, counter: row.counter },
    ...(answer.topOrigin === undefined ? {} : { topOrigin: answer.topOrigin }),
  });
  if (verdict.kind === "refused") throw passkeyFailed(deps, verdict.why);
  const { counter, backedUp } = verdict;
  const remember = async () => {
    await store
      .updateTable("passkeys")
      .set({ counter, backed_up: backedUp ? 1 : 0, last_used_at: clock.now() })
      .where("credential_id", "=", id)
      .execute();
  };
  return { payer: row.payer_id, remember };
}

/** For the session that a believed passkey opens. Throws `passkey-failed` where it was removed meanwhile. */
export function passkeyHolds(credential: Record<string, unknown>): SignInProof {
  const id = readCredentialId(credential);
  return async (unit) => {
    const row = await unit
      .selectFrom("passkeys")
      .select("payer_id")
      .where("credential_id", "=", id ?? "")
      .executeTakeFirst();
    if (row === undefined) throw new ProblemError("passkey-failed");
  };
}

function passkeyFailed(deps: Deps, why: string): ProblemError {
  deps.logger.info({ why }, "passkey refused");
  return new ProblemError("passkey-failed");
}
