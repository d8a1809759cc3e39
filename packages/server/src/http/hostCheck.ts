import { ProblemError } from "@farthing/core";
import type { ServerConfig } from "../config.ts";
import { isForPrograms } from "./isForPrograms.ts";

// Asked by machines, by address, and for no secret.
const anyHost = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Passkeys, cookies and CSRF defence all hang on one origin, so only that one answers. People are sent on to it;
 * programs get `wrong-host`, because a redirected POST may lose its body.
 */
export function newHostCheck(
  config: ServerConfig,
): (request: Request, url: URL) => Response | null {
  const { host } = new URL(config.origin);
  return (request, url) => {
    if ((request.headers.get("host") ?? url.host) === host || anyHost.has(url.pathname))
      return null;
    const isPage = request.method === "GET" || request.method === "HEAD";
    if (!isPage || isForPrograms(url.pathname)) throw new ProblemError("wrong-host");
    const location = `${config.origin}${url.pathname}${url.search}`;
    return new Response(null, { status: 307, headers: { location, "cache-control": "no-store" } });
  };
}
