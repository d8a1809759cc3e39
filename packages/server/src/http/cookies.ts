import {
  guestCookie,
  guestCookieName,
  partitionCookie,
  partitionCookieName,
  preSessionCookie,
  preSessionCookieName,
  readCookie,
  secretHash,
  sessionCookie,
  sessionCookieName,
} from "@farthing/identity";
import { sessionLifeMs } from "../config.ts";
import type { Deps } from "../deps.ts";
import type { Ctx } from "./context.ts";

// 32 bytes as base64url: anything else was never given out by us.
const secretPattern = /^[A-Za-z0-9_-]{43}$/;

/** The session secret that the browser sent, or `null`. */
export function sessionSecret(deps: Deps, c: Ctx): string | null {
  return secretOf(c, sessionCookieName({ loopbackHttp: deps.config.insecureLoopback }));
}

/** Sets the session cookie on the answer that `c` will make (frame-and-grant.md rule 12). */
export function setSessionCookie(deps: Deps, c: Ctx, secret: string): void {
  addCookie(c, sessionCookie({ ...where(deps), secret, maxAgeSeconds: sessionLifeMs / 1_000 }));
}

/** The secret that a sign-in in this browser began with, or `null`. */
export function preSessionSecret(deps: Deps, c: Ctx): string | null {
  return secretOf(c, preSessionCookieName(where(deps)));
}

/** Begins a sign-in in this browser; it lasts as long as a challenge. */
export function setPreSessionCookie(
  deps: Deps,
  c: Ctx,
  of: { secret: string; maxAgeSeconds: number },
): void {
  addCookie(c, preSessionCookie({ ...where(deps), ...of }));
}

/** Takes the session cookie away. */
export function clearSessionCookie(deps: Deps, c: Ctx): void {
  addCookie(c, sessionCookie({ ...where(deps), secret: "", maxAgeSeconds: 0 }));
}

// Chromium keeps cookies for at most 400 days.
const partitionLifeSeconds = 34_560_000;

/** The secret of the guest whose bill is kept in this browser, or `null`. */
export function guestSecret(deps: Deps, c: Ctx): string | null {
  return secretOf(c, guestCookieName(where(deps)));
}

/** Keeps a guest's bill in this browser: as long as a cookie is kept. */
export function setGuestCookie(deps: Deps, c: Ctx, secret: string): void {
  addCookie(c, guestCookie({ ...where(deps), secret, maxAgeSeconds: partitionLifeSeconds }));
}

/** Sets the partition cookie of a merchant's frame on the answer that `c` will make (rule 9). */
export function setPartitionCookie(c: Ctx, of: { merchant: string; secret: string }): void {
  addCookie(c, partitionCookie({ ...of, maxAgeSeconds: partitionLifeSeconds }));
}

/** SHA-256 of the partition cookie that the frame of this merchant was given (rule 8), or `null` when it sent none. */
export function partition(c: Ctx, merchantId: string): Uint8Array | null {
  const secret = secretOf(c, partitionCookieName(merchantId));
  return secret === null ? null : secretHash(secret);
}

function where(deps: Deps): { loopbackHttp: boolean } {
  return { loopbackHttp: deps.config.insecureLoopback };
}

function addCookie(c: Ctx, cookie: string): void {
  c.header("set-cookie", cookie, { append: true });
}

function secretOf(c: Ctx, name: string): string | null {
  const secret = readCookie(c.req.raw.headers.get("cookie"), name);
  return secret !== null && secretPattern.test(secret) ? secret : null;
}
