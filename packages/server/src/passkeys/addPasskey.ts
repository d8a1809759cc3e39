import { assert, idToBytes, ProblemError } from "@farthing/core";
import { createOptions, getOptions, readCredentialId } from "@farthing/identity";
import type { NewPasskeyOptions } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Letter, queueMail } from "../mail/letter.ts";
import { passkeyLetter } from "../mail/passkeyLetter.ts";
import type { PasskeyTable } from "../store/tables.ts";
import {
  answeredChallenge,
  challengeLifeMs,
  madeAt,
  newChallenge,
} from "../wallets/ownChallenge.ts";
import { checkPayer } from "../wallets/ownQuestion.ts";
import { createdPasskey } from "../wallets/passkeyPayer.ts";
import { passkeysMax, passkeysOf } from "../wallets/passkeysOf.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { countPasskeys, passkeyPurpose, passkeyStep, takeStep } from "./passkeySteps.ts";

/** Who is signed in, how well and since when. */
export interface SignedIn {
  readonly payerId: string;
  readonly level: number;
  readonly createdAt: number;
}

/**
 * WebAuthn options for one more passkey. Whoever signed in by a passkey within the last five minutes gets them at once;
 * others are asked for a passkey first, and get them for its answer, `credential` (OWASP ASVS 5.0, 7.5.1). Throws
 * `passkey-failed`, `passkeys-full`.
 */
export async function newPasskeyOptions(
  deps: Deps,
  { session, credential }: { session: SignedIn; credential: Record<string, unknown> | null },
): Promise<NewPasskeyOptions> {
  const payer = session.payerId;
  const step = await passkeyStep(deps, payer);
  const known = await passkeysOf(deps, payer);
  if (known.length >= passkeysMax) throw new ProblemError("passkeys-full");
  const { rpId } = deps.config;
  const purpose = passkeyPurpose({ name: "farthing/check-for-passkey/v1", payer, step });
  if (credential !== null) {
    await checkPayer(deps, { payer, credential, purpose });
  } else if (!isFresh(deps, session)) {
    const challenge = newChallenge(deps, purpose);
    return { way: "check", options: { ...(await getOptions({ rpId, challenge, allow: known })) } };
  }
  const payerHandle = idToBytes("payer", payer);
  assert(payerHandle !== null, "a payer has an id");
  const options = await createOptions({
    rpId,
    rpName: "Farthing",
    payerName: await walletNameOf(deps, payer),
    payerHandle,
    challenge: newChallenge(deps, makes(payer, step)),
    // Made once more on the same authenticator, it would take the place of the first.
    exclude: known,
  });
  return { way: "create", options: { ...options } };
}

function isFresh({ clock }: Deps, { level, createdAt }: SignedIn): boolean {
  const age = clock.now() - createdAt;
  return level >= 2 && age >= 0 && age <= challengeLifeMs;
}

function makes(payer: string, step: number) {
  return passkeyPurpose({ name: "farthing/new-passkey/v1", payer, step });
}

/**
 * Adds the passkey that a browser made for `newPasskeyOptions`, and tells the confirmed address. The same answer again
 * changes nothing. Throws `passkey-failed`, `passkeys-full`.
 */
export async function addPasskey(
  deps: Deps,
  ask: { payer: string; credential: Record<string, unknown>; browser: string | null },
): Promise<void> {
  const { payer, credential, browser } = ask;
  if (await isOwn(deps, payer, readCredentialId(credential))) return;
  const step = await passkeyStep(deps, payer);
  const challenge = answeredChallenge(credential);
  if (challenge === null || madeAt(deps, challenge, makes(payer, step)) === null) {
    throw new ProblemError("passkey-failed");
  }
  const row = await createdPasskey(deps, { credential, challenge, payer, browser });
  const letter = await passkeyLetter(deps, { payer, kind: "passkey-added", browser });
  await insertPasskey(deps, { row, step, letter });
}

async function isOwn({ store }: Deps, payer: string, id: string | null): Promise<boolean> {
  const row = await store
    .selectFrom("passkeys")
    .select("payer_id")
    .where("credential_id", "=", id ?? "")
    .executeTakeFirst();
  return row?.payer_id === payer;
}

async function insertPasskey(
  deps: Deps,
  { row, step, letter }: { row: PasskeyTable; step: number; letter: Letter | null },
): Promise<void> {
  const payer = row.payer_id;
  await deps.store.transaction().execute(async (unit) => {
    await takeStep(unit, { payer, step });
    if ((await countPasskeys(unit, payer)) >= passkeysMax) throw new ProblemError("passkeys-full");
    const { numInsertedOrUpdatedRows: made } = await unit
      .insertInto("passkeys")
      .values(row)
      .onConflict((conflict) => conflict.column("credential_id").doNothing())
      .executeTakeFirstOrThrow();
    // Somebody else's: the id is taken.
    if (made !== 1n) throw new ProblemError("passkey-failed");
    if (letter !== null) await queueMail(unit, letter);
  });
}
