import { Bug, problemBody, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import type { RequestState } from "./context.ts";
import { problemMediaType } from "./problemSchema.ts";
import { RateLimited } from "./rateLimits.ts";

/** What `createServer` answers when a handler throws: the problem it names, else `internal` without a detail. */
export function problemResponse(deps: Deps, state: RequestState, thrown: unknown): Response {
  const error = asProblem(deps, state, thrown);
  const body = problemBody(error.code, error.detail);
  state.problem = error.code;
  const headers: Record<string, string> = { "content-type": problemMediaType };
  const wait = retryAfterSeconds(error);
  if (wait !== null) headers["retry-after"] = String(wait);
  if (error.code === "api-key-invalid") headers["www-authenticate"] = 'Bearer realm="farthing"';
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

function asProblem(deps: Deps, state: RequestState, thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  deps.metrics.bug();
  const kind = thrown instanceof Bug ? "bug" : "unexpected";
  deps.logger.error({ id: state.id, route: state.route, err: thrown }, kind);
  return new ProblemError("internal");
}

function retryAfterSeconds(error: ProblemError): number | null {
  if (error instanceof RateLimited) return error.retryAfterSeconds;
  return error.code === "unavailable" || error.code === "outcome-unknown" ? 1 : null;
}
