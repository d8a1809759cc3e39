import { createHash } from "node:crypto";
import { lengthPrefixed, utf8 } from "@farthing/core";

/**
 * What an offer and its receipt carry of a visitor's session: SHA-256 of the merchant's id and the session id,
 * base64url. A receipt shown in another session opens nothing (frame-and-grant.md rule 20), and two merchants
 * cannot compare their visitors. `sessionId` must be unguessable: the cookie's value, not a number.
 */
export function visitorHash(merchant: string, sessionId: string): string {
  const bytes = lengthPrefixed(utf8("farthing/visitor/v1"), utf8(merchant), utf8(sessionId));
  return createHash("sha256").update(bytes).digest("base64url");
}
