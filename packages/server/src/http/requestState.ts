import { randomBytes } from "node:crypto";
import type { Deps } from "../deps.ts";
import type { RequestState } from "./context.ts";

/** Names a request and says whose it is. */
export function newRequestState(
  deps: Deps,
  request: Request,
  peerAddress: string | undefined,
): RequestState {
  return { id: newRequestId(), address: callerAddress(deps, request, peerAddress), route: "none" };
}

// One random start and a count: unique over processes, and no randomness to pay for on each click.
const start = randomBytes(6).toString("base64url");
let count = 0;

function newRequestId(): string {
  count += 1;
  return `${start}-${count.toString(36)}`;
}

/**
 * Whom rate limits count. Behind a declared proxy that is the last entry of `X-Forwarded-For`: the one our own proxy
 * wrote; all before it are the caller's words.
 */
function callerAddress(deps: Deps, request: Request, peerAddress: string | undefined): string {
  const peer = peerAddress ?? "unknown";
  if (!deps.config.trustProxy) return peer;
  const last = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return last === undefined || last === "" ? peer : last.slice(0, 64);
}
