import { createHmac, timingSafeEqual } from "node:crypto";
import {
  fromBase64url,
  type Instant,
  lengthPrefixed,
  minute,
  toBase64url,
  uintBytes,
  utf8,
} from "@farthing/core";

/** Where a page load came from: the browser's `Sec-Fetch-Site`, or `unknown` when it sent none that is known. */
export type ArrivalSite = "same-origin" | "same-site" | "cross-site" | "none" | "unknown";

/** How long an arrival may be shown after the page was rendered, in milliseconds. */
export const arrivalAgeMsMax = 10 * minute;

const sites: readonly ArrivalSite[] = ["same-origin", "same-site", "cross-site", "none", "unknown"];

/** Reads a `Sec-Fetch-Site` header. Only a page load by the wallet's own frame says `same-origin` (frame-and-grant.md rule 4). */
export function arrivalSite(header: string | null | undefined): ArrivalSite {
  return sites.find((site) => site === header) ?? "unknown";
}

/**
 * The server's note to itself about how a page was reached, carried by the page: `<ms>.<site>.<HMAC-SHA-256>`.
 * `subject` is the grant's id, or `offer` for a page that was reached with one. `key` is 32 bytes.
 */
export function arrivalText(arrival: {
  key: Uint8Array;
  subject: string;
  site: ArrivalSite;
  now: Instant;
}): string {
  const { key, subject, site, now } = arrival;
  return `${now}.${site}.${toBase64url(seal({ key, subject, site, time: now }))}`;
}

/** The site that an arrival text vouches for, or `null`: altered, of another subject, or older than ten minutes. */
export function readArrival(arrival: {
  key: Uint8Array;
  text: string;
  subject: string;
  now: Instant;
}): ArrivalSite | null {
  const { key, text, subject, now } = arrival;
  if (text.length > 500) return null;
  const parts = /^(0|[1-9][0-9]{0,14})\.([a-z-]+)\.([A-Za-z0-9_-]{43})$/.exec(text);
  const time = Number(parts?.[1]);
  const site = sites.find((known) => known === parts?.[2]);
  const mac = fromBase64url(parts?.[3] ?? "");
  if (site === undefined || mac?.length !== 32 || time >= 2 ** 48) return null;
  // A minute of grace ahead: two processes' clocks are never equal.
  if (time < now - arrivalAgeMsMax || time > now + minute) return null;
  return timingSafeEqual(mac, seal({ key, subject, site, time })) ? site : null;
}

function seal(facts: { key: Uint8Array; subject: string; site: string; time: number }): Uint8Array {
  const { key, subject, site, time } = facts;
  const message = lengthPrefixed(
    utf8("farthing/arrival/v1"),
    utf8(subject),
    utf8(site),
    uintBytes(BigInt(time), 8),
  );
  return createHmac("sha256", key).update(message).digest();
}
