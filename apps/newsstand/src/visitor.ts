import { randomBytes } from "node:crypto";
import { fromBase64url } from "@farthing/core";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Desk } from "./desk.ts";

const cookieName = "newsstand";
/** Chromium keeps cookies for at most 400 days. */
const lifeSeconds = 34_560_000;

/** The hash by which offers, receipts and unlocks know this visitor; null for one without a session. */
export function visitorOf(desk: Desk, c: Context): string | null {
  const session = getCookie(c, cookieName) ?? "";
  return fromBase64url(session)?.length === 32 ? desk.farthing.visitorHash(session) : null;
}

/** The visitor's hash; a new visitor gets a session that no script can read and no other site can send by POST. */
export function welcomeVisitor(desk: Desk, c: Context): string {
  const known = visitorOf(desk, c);
  if (known !== null) return known;
  const session = randomBytes(32).toString("base64url");
  setCookie(c, cookieName, session, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: lifeSeconds,
    secure: desk.origin.startsWith("https:"),
  });
  return desk.farthing.visitorHash(session);
}
