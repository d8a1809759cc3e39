import type { ProblemBody, ProblemCode } from "@farthing/core";
import type { FrameClock } from "./frameClock.ts";

/** `offline`: no answer came. Otherwise the server's problem. */
export type Failure = ProblemCode | "offline";

export type Answer<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly code: Failure; readonly retry: ProblemBody["retry"] };

const answerMsMax = 10_000;

/**
 * Posts JSON to the wallet's own server. Never throws: what went wrong is an answer. The bodies are our own server's,
 * so they are believed; the same address sends and reads them. A refusal also sets the clock, because a wrong one is
 * a reason for refusals.
 */
export async function post<Body>(
  path: string,
  request: object | string,
  clock: FrameClock,
): Promise<Answer<Body>> {
  try {
    const response = await send(path, request, answerMsMax);
    if (response.ok) return { ok: true, body: (await response.json()) as Body };
    clock.set(Date.parse(response.headers.get("date") ?? ""));
    // What is no problem (RFC 9457) came from something in between.
    const problem = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
    return { ok: false, code: problem.code ?? "internal", retry: problem.retry ?? "same-key" };
  } catch {
    return { ok: false, code: "offline", retry: "same-key" };
  }
}

/** The request alone, for answers that are streams. A text is sent as it is: a retry is the same bytes. */
export function send(path: string, request: object | string, msMax: number): Promise<Response> {
  return fetch(`/v1/frame/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof request === "string" ? request : JSON.stringify(request),
    signal: AbortSignal.timeout(msMax),
  });
}
