import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import type { Ctx } from "./context.ts";

/**
 * frame-and-grant.md rule 7: only the wallet's own documents may call. `Sec-Fetch-Site` must be exactly
 * `same-origin`, and a POST names the wallet as its `Origin`; `null` or none is refused. Throws `cross-site-request`.
 */
export function requireSameOrigin(deps: Deps, c: Ctx): void {
  const { headers, method } = c.req.raw;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site !== "same-origin") throw new ProblemError("cross-site-request");
  const mayBeAbsent = method === "GET" || method === "HEAD";
  if (origin === null ? !mayBeAbsent : origin !== deps.config.origin) {
    throw new ProblemError("cross-site-request");
  }
}
