import type { Deps } from "../deps.ts";
import type { RequestState } from "./context.ts";
import { engineOf } from "./engineOf.ts";
import { apiHeaders } from "./securityHeaders.ts";

/** Gives an answer its security headers and request id, counts it, and writes its one log line. */
export function finish(
  deps: Deps,
  state: RequestState,
  { request, response, startedAt }: { request: Request; response: Response; startedAt: number },
): Response {
  const { headers, status } = response;
  // What a route set itself (pages, assets, public documents) stands.
  for (const [name, value] of defaults(deps)) if (!headers.has(name)) headers.set(name, value);
  headers.set("x-request-id", state.id);
  const ms = performance.now() - startedAt;
  deps.metrics.http(state.route, status, ms / 1_000);
  count(deps, state, request);
  if (request.method === "POST") deps.projection.wake();
  const { id, route, problem, payer, merchant, payment, outcome } = state;
  deps.logger.info({
    id,
    method: request.method,
    route,
    status,
    ms: Math.round(ms * 100) / 100,
    problem,
    payer,
    merchant,
    payment,
    outcome,
  });
  return response;
}

function count(deps: Deps, state: RequestState, request: Request): void {
  const { outcome, prompt, rung = "P" } = state;
  if (outcome === undefined && prompt === undefined) return;
  const by = { engine: engineOf(request.headers.get("user-agent")), rung };
  if (outcome !== undefined) deps.metrics.payment(outcome, by);
  if (prompt !== undefined) deps.metrics.prompt(prompt, by);
}

const cache = new WeakMap<Deps, [string, string][]>();

function defaults(deps: Deps): [string, string][] {
  const known = cache.get(deps);
  if (known !== undefined) return known;
  const made = Object.entries(apiHeaders(deps.config));
  cache.set(deps, made);
  return made;
}
