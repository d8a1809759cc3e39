import { problems, type ProblemCode } from "@farthing/core";

/** Why a call brought no answer. */
export type Failure =
  | { readonly kind: "offline" }
  | {
      readonly kind: "problem";
      readonly code: string;
      readonly title: string;
      readonly hint: string;
    };

/** Thrown by `call`. */
export class CallError extends Error {
  override readonly name = "CallError";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind === "offline" ? "offline" : failure.title);
    this.failure = failure;
  }

  /** Whether the server answered with this problem. */
  is(code: ProblemCode): boolean {
    return this.failure.kind === "problem" && this.failure.code === code;
  }
}

export interface Call {
  /** Sent as JSON; without it the call is a GET. */
  readonly body?: object;
  /** How a body is sent. Default POST. */
  readonly method?: "POST" | "PATCH";
  /** UUIDv7 of a call that moves money, kept for its retries. */
  readonly key?: string;
  /** The operator's key, for the operator's own calls. */
  readonly bearer?: string;
  /** Lets the call outlive the page: for `pagehide`. */
  readonly keepalive?: boolean;
}

/**
 * Asks the server of this origin. Resolves to the JSON it answered, `undefined` when there is none.
 *
 * @throws {CallError} for a problem, and when the server was not reached.
 */
export async function call(
  path: string,
  { body, method = "POST", key, bearer, keepalive }: Call = {},
): Promise<unknown> {
  const response = await fetch(path, {
    method: body === undefined ? "GET" : method,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(keepalive === undefined ? {} : { keepalive }),
    credentials: "same-origin",
    cache: "no-store",
  }).catch(() => {
    throw new CallError({ kind: "offline" });
  });
  const answer = await readJson(response);
  if (response.ok) return answer;
  throw new CallError(readProblem(answer));
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => "");
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A problem's words; those of `internal` when the answer is none (a proxy's page). */
function readProblem(answer: unknown): Failure {
  const text = (name: string): string | null => {
    const value: unknown =
      typeof answer === "object" && answer !== null ? Reflect.get(answer, name) : null;
    return typeof value === "string" ? value : null;
  };
  const { title, hint } = problems.internal;
  return {
    kind: "problem",
    code: text("code") ?? "internal",
    title: text("title") ?? title,
    hint: text("hint") ?? hint,
  };
}

/**
 * Asks for a text that is no JSON: a file to keep.
 *
 * @throws {CallError} as `call`.
 */
export async function callText(path: string, accept: string): Promise<string> {
  const response = await fetch(path, {
    headers: { accept },
    credentials: "same-origin",
    cache: "no-store",
  }).catch(() => {
    throw new CallError({ kind: "offline" });
  });
  if (!response.ok) throw new CallError(readProblem(await readJson(response)));
  return response.text().catch(() => {
    throw new CallError({ kind: "offline" });
  });
}

/**
 * Asks for a file of any size. `onBytes` hears how much has come.
 *
 * @throws {CallError} as `call`, also when it breaks off.
 */
export async function callFile(
  path: string,
  { body, onBytes }: { readonly body: object; readonly onBytes: (bytes: number) => void },
): Promise<Blob> {
  const offline = () => {
    throw new CallError({ kind: "offline" });
  };
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "same-origin",
    cache: "no-store",
  }).catch(offline);
  if (!response.ok) throw new CallError(readProblem(await readJson(response)));
  let bytes = 0;
  const counted = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        onBytes((bytes += part.length));
        controller.enqueue(part);
      },
    }),
  );
  const type = response.headers.get("content-type") ?? "";
  return new Response(counted, { headers: { "content-type": type } }).blob().catch(offline);
}
