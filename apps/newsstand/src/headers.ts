import type { Context } from "hono";
import type { Desk } from "./desk.ts";

/** Strict Content-Security-Policy (CSP 3): this site's own files, and the wallet's one script and one frame. */
function contentPolicy(wallet: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${wallet}`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `frame-src ${wallet}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Sets the headers of every answer; `isolated` adds COOP, which cuts an opener from its popup. */
export function setHeaders(c: Context, desk: Desk, isolated: boolean): void {
  c.header("content-security-policy", contentPolicy(desk.wallet));
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "strict-origin-when-cross-origin");
  c.header("cache-control", "no-store");
  if (isolated) c.header("cross-origin-opener-policy", "same-origin");
}
