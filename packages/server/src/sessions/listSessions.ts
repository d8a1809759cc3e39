import type { Sessions } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** Where a wallet is signed in now, and which of them asks: the SHA-256 of its cookie's secret. */
export interface OwnSession {
  readonly payer: string;
  readonly session: Uint8Array;
}

/** More than anybody opens by hand; the oldest of more are ended with all others. */
const sessionsMax = 100;

/** The sessions of a payer that still open the wallet: the one that asks first, then the one seen last. */
export async function listSessions(
  { store, clock }: Pick<Deps, "store" | "clock">,
  { payer, session }: OwnSession,
): Promise<Sessions> {
  const rows = await store
    .selectFrom("sessions")
    .select(["secret_hash", "browser", "level", "created_at", "seen_at"])
    .where("payer_id", "=", payer)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", clock.now())
    .orderBy("seen_at", "desc")
    .orderBy("secret_hash")
    .limit(sessionsMax)
    .execute();
  const sessions = rows.map((row) => ({
    id: sessionId(row.secret_hash),
    browser: row.browser,
    openedBy: row.level < 2 ? ("password" as const) : ("passkey" as const),
    openedAt: row.created_at,
    seenAt: row.seen_at,
    isThis: Buffer.compare(row.secret_hash, session) === 0,
  }));
  return { sessions: sessions.sort((a, b) => Number(b.isThis) - Number(a.isThis)) };
}

/** What a session is called outside: a part of a hash that leads to no secret, and long enough to be no other's. */
export function sessionId(secretHash: Uint8Array): string {
  return Buffer.from(secretHash.subarray(0, 12)).toString("base64url");
}
