import type { Ctx } from "./context.ts";

// RFC 6750 §2.1, bounded.
const bearer = /^Bearer ([A-Za-z0-9._~+/=-]{1,200})$/i;

/** The token of `Authorization: Bearer …`; `undefined`: none, or not one. */
export function bearerToken(c: Ctx): string | undefined {
  return bearer.exec(c.req.raw.headers.get("authorization") ?? "")?.[1];
}
