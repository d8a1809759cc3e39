/** The wallet's cookies (frame-and-grant.md rules 8, 9 and 12) as texts of `Set-Cookie` and `Cookie`. */

/** Longest `Cookie` header that is read, in characters. */
const cookieHeaderMax = 16_384;

/**
 * `__Host-farthing`; on loopback http `farthing-dev`, because WebKitGTK drops `Secure` and `__Host-` cookies there
 * (rule 12).
 */
export function sessionCookieName(where: { loopbackHttp: boolean }): string {
  return where.loopbackHttp ? "farthing-dev" : "__Host-farthing";
}

/** `Set-Cookie` of a session. `maxAgeSeconds` 0 with an empty secret removes it. */
export function sessionCookie(cookie: {
  secret: string;
  loopbackHttp: boolean;
  maxAgeSeconds: number;
}): string {
  const { secret, loopbackHttp, maxAgeSeconds } = cookie;
  const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
  return `${sessionCookieName(cookie)}=${secret}; ${attributes}${loopbackHttp ? "" : "; Secure"}`;
}

/** Name of the cookie that a sign-in begins with (rule 11); on loopback http as with the session's. */
export function preSessionCookieName(where: { loopbackHttp: boolean }): string {
  return where.loopbackHttp ? "farthing-pre-dev" : "__Host-farthing-pre";
}

/**
 * `Set-Cookie` of a sign-in that begins: a challenge is good only in the browser that asked for it, so that nobody is
 * signed in to somebody else's wallet by an answer that was made elsewhere (rule 11).
 */
export function preSessionCookie(cookie: {
  secret: string;
  loopbackHttp: boolean;
  maxAgeSeconds: number;
}): string {
  const { secret, loopbackHttp, maxAgeSeconds } = cookie;
  const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
  return `${preSessionCookieName(cookie)}=${secret}; ${attributes}${loopbackHttp ? "" : "; Secure"}`;
}

/** Name of the cookie that names a guest with a bill and nobody else (rule 21); on loopback http as with the session's. */
export function guestCookieName(where: { loopbackHttp: boolean }): string {
  return where.loopbackHttp ? "farthing-guest-dev" : "__Host-farthing-guest";
}

/** `Set-Cookie` of a guest: only the wallet's own pages see it, so that one bill holds over all sites. */
export function guestCookie(cookie: {
  secret: string;
  loopbackHttp: boolean;
  maxAgeSeconds: number;
}): string {
  const { secret, loopbackHttp, maxAgeSeconds } = cookie;
  const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
  return `${guestCookieName(cookie)}=${secret}; ${attributes}${loopbackHttp ? "" : "; Secure"}`;
}

/**
 * Name of the partition cookie of one merchant's frame: two merchants on one site share a cookie jar,
 * so the name ends with the last eight characters of the merchant's id (rule 8).
 */
export function partitionCookieName(merchant: string): string {
  return `__Host-farthing-part-${merchant.slice(-8)}`;
}

/** `Set-Cookie` of a partition cookie: third-party by nature, so `SameSite=None`, and kept apart for each top-level site. */
export function partitionCookie(cookie: {
  secret: string;
  merchant: string;
  maxAgeSeconds: number;
}): string {
  const { secret, merchant, maxAgeSeconds } = cookie;
  const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=None; Secure; Partitioned`;
  return `${partitionCookieName(merchant)}=${secret}; ${attributes}`;
}

/** Value of the first cookie called `name` in a `Cookie` header (RFC 6265 §5.4 puts the most specific first), else `null`. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  if (header === null || header === undefined || header.length > cookieHeaderMax) return null;
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at >= 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
