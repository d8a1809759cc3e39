import type { ServerConfig } from "../config.ts";

type Headers = Readonly<Record<string, string>>;

// What no page of a wallet needs (Permissions Policy). Passkeys stay allowed.
const permissions =
  "camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=(), browsing-topics=()";

/** JSON and text for programs: nothing in it may run, be framed or be kept. */
export function apiHeaders(config: ServerConfig): Headers {
  return {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    ...everyAnswer(config),
  };
}

/** The wallet's own pages: never in a frame, never sharing a window with others (rule 11). */
export function pageHeaders(config: ServerConfig, nonce: string): Headers {
  return {
    ...htmlHeaders(config),
    "content-security-policy": csp(nonce, ["'none'"]),
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
  };
}

/**
 * The page that checks receipts. It alone may ask elsewhere, where its reader names a chain's node or a copy of the log: over
 * https, or on this machine. What runs in it comes from here as everywhere.
 */
export function verifyHeaders(config: ServerConfig, nonce: string): Headers {
  return {
    ...pageHeaders(config, nonce),
    "content-security-policy": csp(nonce, ["'none'"], ["'self'", "https:", ...loopback]),
  };
}

/** A policy has no spelling for the IPv6 one (CSP3 §2.3.1). */
const loopback = ["http://localhost:*", "http://*.localhost:*", "http://127.0.0.1:*"];

/**
 * A page whose one button is a plain form: no script runs there. Under `no-referrer` a browser would send `Origin: null`
 * with the form, which rule 7 refuses (Fetch, "append a request Origin header"); nothing goes to other sites either way.
 */
export function formPageHeaders(config: ServerConfig, nonce: string): Headers {
  return {
    ...pageHeaders(config, nonce),
    "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    "referrer-policy": "same-origin",
  };
}

/** The frame inside a merchant's page: only that merchant's registered origins may hold it. */
export function embedHeaders(
  config: ServerConfig,
  nonce: string,
  origins: readonly string[],
): Headers {
  return {
    ...htmlHeaders(config),
    "content-security-policy": csp(nonce, origins),
    // Without both, a merchant page with COEP require-corp shows nothing (rule 11, seen in real engines).
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "cross-origin",
    "referrer-policy": "strict-origin",
  };
}

function htmlHeaders(config: ServerConfig): Headers {
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "permissions-policy": permissions,
    ...everyAnswer(config),
  };
}

/** For every answer; HSTS only where https is how this server is reached (RFC 6797 §7.2). */
export function everyAnswer(config: ServerConfig): Headers {
  return {
    "x-content-type-options": "nosniff",
    ...(config.origin.startsWith("https:")
      ? { "strict-transport-security": "max-age=31536000" }
      : {}),
  };
}

function csp(
  nonce: string,
  frameAncestors: readonly string[],
  connect: readonly string[] = ["'self'"],
): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect.join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.join(" ")}`,
  ].join("; ");
}
