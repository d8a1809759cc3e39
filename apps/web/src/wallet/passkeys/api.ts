import { NewPasskeyOptions, PasskeyOptions, Passkeys } from "@farthing/protocol";
import { call } from "../../kit/call.ts";

const path = "/v1/wallet/passkeys";

/** The passkeys of this wallet, newest first. */
export async function getPasskeys(): Promise<Passkeys> {
  return Passkeys.parse(await call(path));
}

/** WebAuthn options for one more passkey, or for the passkey that is asked for first; `credential` answers that. */
export async function getNewPasskeyOptions(credential?: unknown): Promise<NewPasskeyOptions> {
  const body = credential === undefined ? {} : { credential };
  return NewPasskeyOptions.parse(await call(`${path}/options`, { body }));
}

export async function addPasskey(credential: unknown): Promise<Passkeys> {
  return Passkeys.parse(await call(path, { body: { credential } }));
}

/** WebAuthn options for the passkey that removes one. */
export async function getRemovalOptions(passkey: string): Promise<Record<string, unknown>> {
  const answer = await call(`${path}/remove/options`, { body: { passkey } });
  return PasskeyOptions.parse(answer).options;
}

export async function removePasskey(passkey: string, credential: unknown): Promise<Passkeys> {
  return Passkeys.parse(await call(`${path}/remove`, { body: { passkey, credential } }));
}
