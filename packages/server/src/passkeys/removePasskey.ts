import { ProblemError } from "@farthing/core";
import { getOptions } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { queueMail } from "../mail/letter.ts";
import { passkeyLetter } from "../mail/passkeyLetter.ts";
import { endOtherSessions } from "../sessions/endSessions.ts";
import { newChallenge } from "../wallets/ownChallenge.ts";
import { checkPayer } from "../wallets/ownQuestion.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import { countPasskeys, passkeyPurpose, passkeyStep, takeStep } from "./passkeySteps.ts";

/** One passkey of a payer. */
export interface OwnPasskey {
  readonly payer: string;
  /** Its credential id. */
  readonly passkey: string;
}

/**
 * The question that removes a passkey: any passkey of the wallet may answer, also the one that goes. Throws `not-found`,
 * `last-passkey`.
 */
export async function removePasskeyOptions(
  deps: Deps,
  { payer, passkey }: OwnPasskey,
): Promise<Record<string, unknown>> {
  const step = await passkeyStep(deps, payer);
  const allow = await passkeysOf(deps, payer);
  if (!allow.some(({ credentialId }) => credentialId === passkey)) {
    throw new ProblemError("not-found");
  }
  if (allow.length < 2) throw new ProblemError("last-passkey");
  const challenge = newChallenge(deps, removes({ payer, passkey }, step));
  return { ...(await getOptions({ rpId: deps.config.rpId, challenge, allow })) };
}

function removes({ payer, passkey }: OwnPasskey, step: number) {
  return passkeyPurpose({ name: "farthing/remove-passkey/v1", payer, step, about: passkey });
}

/**
 * Removes a passkey, never the last one, and tells the confirmed address. Whoever held it may be signed in somewhere:
 * every session but `session` (its secret's hash) ends with it (OWASP ASVS 5.0, 7.4.3). Throws `not-found`,
 * `last-passkey`, `passkey-failed`.
 */
export async function removePasskey(
  deps: Deps,
  ask: OwnPasskey & {
    readonly credential: Record<string, unknown>;
    readonly session: Uint8Array;
    readonly browser: string | null;
  },
): Promise<void> {
  const { payer, passkey, credential, session, browser } = ask;
  await requireOwn(deps, ask);
  const step = await passkeyStep(deps, payer);
  await checkPayer(deps, { payer, credential, purpose: removes(ask, step) });
  const letter = await passkeyLetter(deps, { payer, kind: "passkey-removed", browser });
  await deps.store.transaction().execute(async (unit) => {
    await takeStep(unit, { payer, step });
    if ((await countPasskeys(unit, payer)) < 2) throw new ProblemError("last-passkey");
    await unit
      .deleteFrom("passkeys")
      .where("credential_id", "=", passkey)
      .where("payer_id", "=", payer)
      .execute();
    await endOtherSessions(unit, { payer, session, now: deps.clock.now() });
    if (letter !== null) await queueMail(unit, letter);
  });
}

async function requireOwn({ store }: Deps, { payer, passkey }: OwnPasskey): Promise<void> {
  const row = await store
    .selectFrom("passkeys")
    .select("credential_id")
    .where("credential_id", "=", passkey)
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
}
