import {
  type EditedLines,
  MailSettings,
  Me,
  PasskeyOptions,
  PaymentDetail,
  PaidSites,
  PaymentPage,
  PaymentProof,
  type PresetName,
  type ReportReason,
  type SeenAlertRequest,
  Statement,
  TopUpResponse,
  WalletSettings,
} from "@farthing/protocol";
import type { WireMoney } from "@farthing/core";
import { call, CallError, callText } from "../kit/call.ts";

/** Who is signed in, or null. */
export async function getMe(): Promise<Me | null> {
  try {
    return Me.parse(await call("/v1/wallet/me"));
  } catch (error) {
    if (error instanceof CallError && error.is("signed-out")) return null;
    throw error;
  }
}

/** Which payments are looked for; an empty string: all. */
export interface PaymentFilter {
  /** Of a merchant, by its id. */
  readonly site: string;
  readonly text: string;
}

/** One page of what was paid, newest first; `before` is the `next` of the page above. */
export async function getPayments(
  filter: PaymentFilter,
  before: string | null,
): Promise<PaymentPage> {
  const asked = { ...filter, before: before ?? "" };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ""));
  return PaymentPage.parse(await call(`/v1/wallet/payments?${query}`));
}

/** Where this wallet ever paid, by name. */
export async function getPaidSites(): Promise<PaidSites["sites"]> {
  return PaidSites.parse(await call("/v1/wallet/payments/sites")).sites;
}

const paymentPath = (id: string) => `/v1/wallet/payments/${encodeURIComponent(id)}`;

export async function getPayment(id: string): Promise<PaymentDetail> {
  return PaymentDetail.parse(await call(paymentPath(id)));
}

export async function getProof(id: string): Promise<PaymentProof> {
  return PaymentProof.parse(await call(`${paymentPath(id)}/proof`));
}

/** The receipt as a file that anybody can check (specs/log.md §5). */
export function getReceiptFile(id: string): Promise<string> {
  return callText(`${paymentPath(id)}/receipt-file`, "text/plain");
}

/** The newest total that this wallet is in, as a file that anybody can check (specs/log.md §6). */
export function getLiabilitiesFile(): Promise<string> {
  return callText("/v1/wallet/liabilities-file", "text/plain");
}

function statementQuery(ask: Record<string, string | null>): string {
  const given = Object.entries(ask).filter((pair): pair is [string, string] => pair[1] !== null);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

/** A page of a month's statement, oldest line first; no month: this one, where the account is. */
export async function getStatement(ask: {
  readonly month: string | null;
  readonly cursor: string | null;
}): Promise<Statement> {
  return Statement.parse(await call(`/v1/wallet/statement${statementQuery(ask)}`));
}

/** All of a month's statement as CSV. */
export function getStatementCsv(month: string): Promise<string> {
  return callText(`/v1/wallet/statement.csv${statementQuery({ month })}`, "text/csv");
}

/** WebAuthn options for signing in with any passkey of this wallet. */
export async function getSignInOptions(): Promise<Record<string, unknown>> {
  const answer = await call("/v1/wallet/sign-in/options", { body: {} });
  return PasskeyOptions.parse(answer).options;
}

export async function signIn(credential: unknown): Promise<void> {
  await call("/v1/wallet/sign-in", { body: { credential } });
}

export async function signOut(): Promise<void> {
  await call("/v1/wallet/sign-out", { body: {} });
}

/** Adds play money. The same `key` is the same wish: it is never done twice. */
export async function topUp(money: WireMoney, key: string): Promise<TopUpResponse> {
  return TopUpResponse.parse(await call("/v1/wallet/top-ups", { body: { money }, key }));
}

/** Stops a merchant from charging by a click, from its next click on. */
export async function revokeAllowance(id: string): Promise<void> {
  await call(`/v1/wallet/allowances/${encodeURIComponent(id)}/revoke`, { body: {} });
}

/** Lets nothing be charged any more, from the next click on. */
export async function freezeWallet(): Promise<void> {
  await call("/v1/wallet/freeze", { body: {} });
}

/** WebAuthn options for the passkey that unfreezes this wallet. */
export async function getUnfreezeOptions(): Promise<Record<string, unknown>> {
  return PasskeyOptions.parse(await call("/v1/wallet/unfreeze/options", { body: {} })).options;
}

export async function unfreezeWallet(credential: unknown): Promise<void> {
  await call("/v1/wallet/unfreeze", { body: { credential } });
}

/** WebAuthn options for the passkey that raises this wallet's limits to `preset`. */
export async function getPresetOptions(preset: PresetName): Promise<Record<string, unknown>> {
  const answer = await call("/v1/wallet/limits/preset/options", { body: { preset } });
  return PasskeyOptions.parse(answer).options;
}

/** Chooses a preset: lower at once; higher with the passkey's answer, and it waits. */
export async function choosePreset(preset: PresetName, credential?: unknown): Promise<void> {
  const proof = credential === undefined ? {} : { credential };
  await call("/v1/wallet/limits/preset", { body: { preset, ...proof } });
}

export async function cancelRaise(): Promise<void> {
  await call("/v1/wallet/limits/raise/cancel", { body: {} });
}

/** What was unusual was looked at: no banner shows it any more. */
export async function seeAlert(alert: SeenAlertRequest): Promise<void> {
  await call("/v1/wallet/alerts/seen", { body: alert });
}

const linesPath = (id: string) => `/v1/wallet/allowances/${encodeURIComponent(id)}/limits`;

/** WebAuthn options for the passkey that raises what a site may charge. */
export async function getLinesOptions(
  id: string,
  lines: EditedLines,
): Promise<Record<string, unknown>> {
  const answer = await call(`${linesPath(id)}/options`, { body: { lines } });
  return PasskeyOptions.parse(answer).options;
}

/** Changes what a site may charge: lower as it is, higher with the passkey's answer. */
export async function editLines(
  id: string,
  lines: EditedLines,
  credential?: unknown,
): Promise<void> {
  const proof = credential === undefined ? {} : { credential };
  await call(linesPath(id), { body: { lines, ...proof } });
}

/** Stops a site for now, or lets it go on. */
export async function pauseAllowance(id: string, paused: boolean): Promise<void> {
  const verb = paused ? "pause" : "resume";
  await call(`/v1/wallet/allowances/${encodeURIComponent(id)}/${verb}`, { body: {} });
}

/** Takes one paying key back, and those that came by the same cookie. */
export async function revokeDevice(id: string): Promise<void> {
  await call(`/v1/wallet/devices/${encodeURIComponent(id)}/revoke`, { body: {} });
}

/** Changes a part of the settings; answers with all. */
export async function changeSettings(change: Partial<WalletSettings>): Promise<WalletSettings> {
  return WalletSettings.parse(await call("/v1/wallet/settings", { body: change, method: "PATCH" }));
}

/** Sends a link to an address that alerts shall go to. */
export async function askAddress(address: string): Promise<MailSettings> {
  return MailSettings.parse(await call("/v1/wallet/mail-address", { body: { address } }));
}

/** Sends no more alerts. */
export async function removeAddress(): Promise<MailSettings> {
  return MailSettings.parse(await call("/v1/wallet/mail-address/remove", { body: {} }));
}

/** Lets go of a payment that is held. Again changes nothing. */
export async function cancelHold(id: string): Promise<PaymentDetail> {
  return PaymentDetail.parse(await call(`${paymentPath(id)}/cancel`, { body: {} }));
}

/** Says what was wrong with a payment. Said again, nothing changes. */
export async function reportPayment(id: string, reason: ReportReason): Promise<PaymentDetail> {
  return PaymentDetail.parse(await call(`${paymentPath(id)}/reports`, { body: { reason } }));
}

/** Tells more about a reported payment, once. */
export async function giveEvidence(id: string, text: string): Promise<PaymentDetail> {
  return PaymentDetail.parse(await call(`${paymentPath(id)}/evidence`, { body: { text } }));
}
