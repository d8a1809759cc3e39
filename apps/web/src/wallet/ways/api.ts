import {
  PasskeyOptions,
  RecoveryCodes,
  RecoveryView,
  TotpOffer,
  WaysIn,
  type WaysInAct,
} from "@farthing/protocol";
import { call } from "../../kit/call.ts";
import { askPasskey } from "../askPasskey.ts";

const own = "/v1/wallet/ways-in";
const back = "/v1/wallet/recovery";

export async function getWaysIn(): Promise<WaysIn> {
  return WaysIn.parse(await call(own));
}

/** The passkey's answer that one act needs. */
async function askFor(act: WaysInAct): Promise<unknown> {
  const { options } = PasskeyOptions.parse(await call(`${own}/options`, { body: { act } }));
  return askPasskey(options);
}

/** Ten new codes; those of before do nothing any more. */
export async function makeCodes(): Promise<string[]> {
  const credential = await askFor("make-codes");
  return RecoveryCodes.parse(await call(`${own}/codes`, { body: { credential } })).codes;
}

/** Whether the confirmed address begins a recovery. */
export async function recoverByMail(recovers: boolean): Promise<WaysIn> {
  const proof = recovers ? { credential: await askFor("recover-by-mail") } : {};
  return WaysIn.parse(await call(`${own}/mail`, { body: { recovers, ...proof } }));
}

export async function setPassword(password: string): Promise<WaysIn> {
  const credential = await askFor("set-password");
  return WaysIn.parse(await call(`${own}/password`, { body: { password, credential } }));
}

export async function removePassword(): Promise<WaysIn> {
  return WaysIn.parse(await call(`${own}/password/remove`, { body: {} }));
}

/** A key for an authenticator app. */
export async function beginTotp(): Promise<TotpOffer> {
  const credential = await askFor("set-totp");
  return TotpOffer.parse(await call(`${own}/totp/begin`, { body: { credential } }));
}

export async function confirmTotp(ask: { offer: string; code: string }): Promise<WaysIn> {
  return WaysIn.parse(await call(`${own}/totp/confirm`, { body: ask }));
}

/** `password`: whether one that is too short to stand alone goes with it. */
export async function removeTotp(password: "keep" | "remove"): Promise<WaysIn> {
  const credential = await askFor("remove-totp");
  return WaysIn.parse(await call(`${own}/totp/remove`, { body: { credential, password } }));
}

export async function cancelRecoveries(): Promise<WaysIn> {
  const credential = await askFor("cancel-recovery");
  return WaysIn.parse(await call(`${own}/recovery/cancel`, { body: { credential } }));
}

/** `code`: where the wallet asks for one. */
export async function signInByPassword(ask: {
  name: string;
  password: string;
  code?: string;
}): Promise<void> {
  await call("/v1/wallet/sign-in/password", { body: ask });
}

/** Sends a link to an address, if a wallet lets it begin a recovery; nobody is told whether one does. */
export async function askRecoveryMail(address: string): Promise<void> {
  await call(`${back}/mail`, { body: { address } });
}

/** What a code or link would do, or how far its recovery is. */
export async function lookAtRecovery(secret: string): Promise<RecoveryView> {
  return RecoveryView.parse(await call(`${back}/look`, { body: { secret } }));
}

export async function beginRecovery(secret: string): Promise<RecoveryView> {
  return RecoveryView.parse(await call(`${back}/begin`, { body: { secret } }));
}

/** What the new passkey is made of, once the wait is over. */
export async function getFinishOptions(secret: string): Promise<Record<string, unknown>> {
  return PasskeyOptions.parse(await call(`${back}/options`, { body: { secret } })).options;
}

export async function finishRecovery(ask: {
  secret: string;
  credential: unknown;
  lost: boolean;
}): Promise<void> {
  await call(`${back}/finish`, { body: ask });
}
