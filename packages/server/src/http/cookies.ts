import { assert, fromBase64url, idToBytes, toBase64url } from "@farthing/core";
import type { ServerConfig } from "../config.ts";
import { sessionLifeMs } from "../config.ts";
import type { Deps } from "../deps.ts";
import { sha256 } from "../sha256.ts";
import type { Ctx } from "./context.ts";

/** frame-and-grant.md rule 12: WebKitGTK drops `Secure` and `__Host-` cookies on http://localhost. */
export function sessionCookieName(config: ServerConfig): string {
  return config.insecureLoopback ? "farthing-dev" : "__Host-farthing";
}

/** The session secret that the browser sent, 32 bytes, or `null`. */
export function sessionSecret(deps: Deps, c: Ctx): Uint8Array | null {
  return secretCookie(c, sessionCookieName(deps.config));
}

/** Sets the session cookie on the answer that `c` will make. */
export function setSessionCookie(deps: Deps, c: Ctx, secret: Uint8Array): void {
  assert(secret.length === 32, "a session secret is 32 bytes");
  const life = `Max-Age=${sessionLifeMs / 1_000}`;
  c.header("set-cookie", sessionCookie(deps.config, toBase64url(secret), life), { append: true });
}

/** Takes the session cookie away. */
export function clearSessionCookie(deps: Deps, c: Ctx): void {
  c.header("set-cookie", sessionCookie(deps.config, "", "Max-Age=0"), { append: true });
}

function sessionCookie(config: ServerConfig, value: string, life: string): string {
  const secure = config.insecureLoopback ? "" : "; Secure";
  return `${sessionCookieName(config)}=${value}; Path=/; HttpOnly; SameSite=Strict; ${life}${secure}`;
}

/** Rule 8: two merchants on one site share a partition, so the cookie's name carries the merchant. */
export function partitionCookieName(merchantId: string): string {
  assert(idToBytes("merchant", merchantId) !== null, "a merchant id");
  return `__Host-farthing-part-${merchantId.slice(-8)}`;
}

/** SHA-256 of the partition cookie that the frame of this merchant was given, or `null` when it sent none. */
export function partition(c: Ctx, merchantId: string): Uint8Array | null {
  const secret = secretCookie(c, partitionCookieName(merchantId));
  return secret === null ? null : sha256(secret);
}

/** The `Set-Cookie` line that gives a frame its partition cookie (rule 9). */
export function partitionCookie(merchantId: string, secret: Uint8Array): string {
  assert(secret.length === 32, "a partition secret is 32 bytes");
  const name = partitionCookieName(merchantId);
  return `${name}=${toBase64url(secret)}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=34560000`;
}

function secretCookie(c: Ctx, name: string): Uint8Array | null {
  const header = c.req.raw.headers.get("cookie");
  if (header === null) return null;
  const found = header.split(";").find((pair) => pair.trimStart().startsWith(`${name}=`));
  const bytes = fromBase64url(found?.trim().slice(name.length + 1) ?? "");
  return bytes?.length === 32 ? bytes : null;
}
