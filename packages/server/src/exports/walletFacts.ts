import type { Deps } from "../deps.ts";
import { agentsPage } from "../agents/agentsPage.ts";
import { isFrozen } from "../freezes/isFrozen.ts";
import { walletLimits } from "../limits/walletLimits.ts";
import { mailSettings } from "../mail/address.ts";
import { listPasskeys } from "../passkeys/listPasskeys.ts";
import { reportView } from "../reports/reportView.ts";
import { settingsOf } from "../settings/settingsOf.ts";
import { balanceOf, heldOf } from "../wallets/balance.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { waysIn } from "../waysIn/waysIn.ts";

/**
 * All that is kept of a wallet besides its payments, in the words of the API (docs/reference/export.md). Secrets are not in
 * it: they are kept as hashes, and a private key never was here.
 */
export async function walletFacts(deps: Deps, payer: string): Promise<Record<string, unknown>> {
  const { programs, asks } = await agentsPage(deps, payer);
  return {
    payer,
    name: await walletNameOf(deps, payer),
    mode: deps.config.mode,
    balance: balanceOf(deps, payer),
    held: heldOf(deps, payer),
    frozen: isFrozen(deps, payer),
    settings: await settingsOf(deps, payer),
    limits: await walletLimits(deps, payer),
    mailAddress: await mailSettings(deps, payer),
    waysIn: await waysIn(deps, payer),
    passkeys: (await listPasskeys(deps, payer)).passkeys,
    programs,
    programAsks: asks,
    ...(await keptOf(deps, payer)),
    reports: await reportsOf(deps, payer),
  };
}

/** Rows as the store has them, under the names that the reference page explains. */
async function keptOf(deps: Deps, payer: string): Promise<Record<string, unknown>> {
  return {
    sessions: await sessionsOf(deps, payer),
    allowances: await allowancesOf(deps, payer),
    devices: await devicesOf(deps, payer),
    newBrowsers: await newBrowsersOf(deps, payer),
    mails: await mailsOf(deps, payer),
    advice: await adviceOf(deps, payer),
    wishes: await wishesOf(deps, payer),
    questions: await questionsOf(deps, payer),
  };
}

function sessionsOf({ store }: Deps, payer: string) {
  return store
    .selectFrom("sessions")
    .select(["level", "browser", "created_at as createdAt", "seen_at as seenAt"])
    .select(["expires_at as expiresAt", "revoked_at as endedAt"])
    .where("payer_id", "=", payer)
    .orderBy("created_at")
    .execute();
}

async function allowancesOf({ store }: Deps, payer: string) {
  const rows = await store
    .selectFrom("allowances")
    .innerJoin("merchants", "merchants.id", "merchant_id")
    .select(["allowances.id as id", "merchants.name as merchant"])
    .select(["per_click", "per_24h", "total", "asset", "evidence", "expires_at", "revoked_at"])
    .select("allowances.created_at as created_at")
    .where("payer_id", "=", payer)
    .orderBy("allowances.created_at")
    .execute();
  return rows.map((row) => {
    const money = (amount: bigint) => ({ amount: amount.toString(), asset: row.asset });
    return {
      id: row.id,
      merchant: row.merchant,
      perClick: money(row.per_click),
      per24h: money(row.per_24h),
      total: money(row.total),
      evidence: row.evidence,
      agreedAt: row.created_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
    };
  });
}

async function devicesOf({ store }: Deps, payer: string) {
  const rows = await store
    .selectFrom("devices")
    .innerJoin("merchants", "merchants.id", "merchant_id")
    .select(["devices.id as id", "allowance_id", "merchants.name as merchant"])
    .select(["alg", "public_key", "added_at", "revoked_at", "kept"])
    .where("payer_id", "=", payer)
    .orderBy("added_at")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    allowance: row.allowance_id,
    merchant: row.merchant,
    algorithm: row.alg,
    publicKey: Buffer.from(row.public_key).toString("base64url"),
    kept: row.kept === 1,
    addedAt: row.added_at,
    revokedAt: row.revoked_at,
  }));
}

function newBrowsersOf({ store }: Deps, payer: string) {
  return store
    .selectFrom("new_browsers")
    .innerJoin("merchants", "merchants.id", "merchant_id")
    .select(["browser", "merchants.name as merchant", "at", "reviewed_at as reviewedAt"])
    .where("payer_id", "=", payer)
    .orderBy("at")
    .execute();
}

/** Which mails were written and when: the text of one that was sent is not kept. */
function mailsOf({ store }: Deps, payer: string) {
  return store
    .selectFrom("mails")
    .select(["kind", "subject", "created_at as writtenAt", "sent_at as sentAt"])
    .where("payer_id", "=", payer)
    .orderBy("created_at")
    .execute();
}

async function adviceOf({ store }: Deps, payer: string) {
  const rows = await store
    .selectFrom("advice_answers")
    .select(["advice", "until", "amount"])
    .where("payer_id", "=", payer)
    .execute();
  return rows.map((row) => ({ ...row, amount: row.amount?.toString() ?? null }));
}

function wishesOf({ store }: Deps, payer: string) {
  return store
    .selectFrom("wishes")
    .select(["payment_id as payment", "wish", "at"])
    .where("payer_id", "=", payer)
    .orderBy("at")
    .execute();
}

/** What the payer was asked, or turned down for, in the last 30 days, and what came of it. */
function questionsOf({ store }: Deps, payer: string) {
  return store
    .selectFrom("questions")
    .leftJoin("merchants", "merchants.id", "merchant_id")
    .select(["kind", "at", "merchants.name as merchant", "reason", "decided", "outcome"])
    .where("payer_id", "=", payer)
    .orderBy("at")
    .execute();
}

async function reportsOf(deps: Deps, payer: string) {
  const rows = await deps.store
    .selectFrom("reports")
    .select("payment_id")
    .where("payer_id", "=", payer)
    .orderBy("reported_at")
    .execute();
  return Promise.all(
    rows.map(async ({ payment_id: payment }) => ({
      payment,
      report: await reportView(deps, payment),
    })),
  );
}
