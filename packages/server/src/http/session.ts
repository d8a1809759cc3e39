import { hour, later, ProblemError } from "@farthing/core";
import { newSecret, secretHash } from "@farthing/identity";
import type { Kysely } from "kysely";
import { sessionLifeMs } from "../config.ts";
import type { Deps } from "../deps.ts";
import type { Tables } from "../store/tables.ts";
import { browserName } from "./browserName.ts";
import type { Ctx } from "./context.ts";
import { clearSessionCookie, sessionSecret, setSessionCookie } from "./cookies.ts";

/** Somebody signed in, in one browser. The cookie's secret is stored only as its SHA-256. */
export interface Session {
  readonly payerId: string;
  /** Assurance level of how it was opened, 1 to 3. */
  readonly level: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

// Seen times are for people: to the hour is enough, and spares a write per request.
const seenEveryMs = hour;

/** The session of this request, or `null`: none sent, ended, revoked or unknown. */
export async function session(deps: Deps, c: Ctx): Promise<Session | null> {
  const secret = sessionSecret(deps, c);
  if (secret === null) return null;
  const hash = secretHash(secret);
  const now = deps.clock.now();
  const row = await deps.store
    .selectFrom("sessions")
    .select(["payer_id", "level", "created_at", "seen_at", "expires_at"])
    .where("secret_hash", "=", hash)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (now - row.seen_at >= seenEveryMs) {
    await deps.store
      .updateTable("sessions")
      .set({ seen_at: now, expires_at: later(now, sessionLifeMs) })
      .where("secret_hash", "=", hash)
      .execute();
  }
  c.env.payer = row.payer_id;
  return {
    payerId: row.payer_id,
    level: row.level,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** The session of this request. Throws `signed-out`. */
export async function requireSession(deps: Deps, c: Ctx): Promise<Session> {
  const found = await session(deps, c);
  if (found === null) throw new ProblemError("signed-out");
  await deps.rates.payer(found.payerId);
  return found;
}

/**
 * Whether what somebody signed in with holds in the commit that opens the session: it took a moment to check, and may have
 * been changed or removed meanwhile. Throws where it does not.
 */
export type SignInProof = (unit: Kysely<Tables>) => Promise<void>;

/**
 * Opens a session and sets its cookie; the one that the browser came with ends, so that the secret changes with
 * every level (frame-and-grant.md rule 11). Throws what `proof` throws; then nothing has changed.
 */
export async function openSession(
  deps: Deps,
  c: Ctx,
  { payerId, level, proof }: { payerId: string; level: number; proof: SignInProof },
): Promise<Session> {
  const secret = newSecret();
  const now = deps.clock.now();
  const expiresAt = later(now, sessionLifeMs);
  const row = {
    secret_hash: secretHash(secret),
    payer_id: payerId,
    level,
    created_at: now,
    seen_at: now,
    expires_at: expiresAt,
    revoked_at: null,
    browser: browserName(c.req.header("user-agent")),
  };
  await deps.store.transaction().execute(async (unit) => {
    await proof(unit);
    await revoke(deps, c, unit);
    await unit.insertInto("sessions").values(row).execute();
  });
  setSessionCookie(deps, c, secret);
  c.env.payer = payerId;
  return { payerId, level, createdAt: now, expiresAt };
}

/** Ends the session of this request and takes its cookie away. Nothing happens without one. */
export async function closeSession(deps: Deps, c: Ctx): Promise<void> {
  await revoke(deps, c, deps.store);
  clearSessionCookie(deps, c);
}

async function revoke(deps: Deps, c: Ctx, unit: Kysely<Tables>): Promise<void> {
  const secret = sessionSecret(deps, c);
  if (secret === null) return;
  await unit
    .updateTable("sessions")
    .set({ revoked_at: deps.clock.now() })
    .where("secret_hash", "=", secretHash(secret))
    .where("revoked_at", "is", null)
    .execute();
}
