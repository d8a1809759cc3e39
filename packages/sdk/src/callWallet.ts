import { type ProblemCode, problems, second } from "@farthing/core";
import { FarthingError } from "./farthingError.ts";
import { readBody, readText } from "./readBody.ts";

/** How long the wallet may take to answer, in milliseconds. */
export const callTimeoutMs = 10 * second;

/** Where the wallet is, and who calls. */
export interface WalletAccess {
  readonly wallet: string;
  /** Null: who calls is told by what the body signs. */
  readonly apiKey: string | null;
  readonly fetch: typeof globalThis.fetch;
}

/** What a parsed answer must fit: a zod schema, or anything like one. */
interface Shape<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/** What is asked. `key`: its Idempotency-Key. */
interface Call {
  readonly path: string;
  readonly body?: object;
  /** Default: `POST` with a body, else `GET`. */
  readonly method?: "PATCH";
  /** Default: JSON. */
  readonly accept?: "text/plain";
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One call to the wallet. Throws {@link FarthingError}; never retries by itself. */
export async function callWallet<T>(
  access: WalletAccess,
  call: Call & { readonly shape: Shape<T> },
): Promise<T> {
  const { shape } = call;
  const { response, answer } = await send(access, call);
  if (!response.ok) throw problemError(response.status, answer);
  const parsed = shape.safeParse(answer);
  if (!parsed.success) throw unreadable(response.status);
  return parsed.data;
}

/** The same where the answer is a text. */
export async function callWalletText(access: WalletAccess, path: string): Promise<string> {
  const { response, answer } = await send(access, { path, accept: "text/plain" });
  if (!response.ok) throw problemError(response.status, answer);
  if (typeof answer !== "string") throw unreadable(response.status);
  return answer;
}

async function send(access: WalletAccess, { path, body, method, accept, key, signal }: Call) {
  const timeout = AbortSignal.timeout(callTimeoutMs);
  try {
    const response = await access.fetch(new URL(path, access.wallet), {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        accept: accept ?? "application/json",
        ...(access.apiKey === null ? {} : { authorization: `Bearer ${access.apiKey}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // The API key must not follow a redirect to somewhere else.
      redirect: "error",
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    // What goes wrong is told in JSON, whatever was asked for.
    const read = accept === undefined || !response.ok ? readBody : readText;
    return { response, answer: await read(response) };
  } catch (cause) {
    throw unreachable(access.wallet, cause);
  }
}

function problemError(status: number, answer: unknown): FarthingError {
  const code = textField(answer, "code");
  if (code === null || !isProblemCode(code)) return unreadable(status);
  const { title, hint, retry } = problems[code];
  const detail = textField(answer, "detail");
  return new FarthingError({
    code,
    status,
    hint,
    retry,
    title: detail === null ? title : `${title} (${detail})`,
  });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

function textField(answer: unknown, name: string): string | null {
  if (typeof answer !== "object" || answer === null) return null;
  const value: unknown = Reflect.get(answer, name);
  return typeof value === "string" ? value.slice(0, 500) : null;
}

function unreachable(wallet: string, cause: unknown): FarthingError {
  const failure = {
    code: "unreachable",
    status: null,
    title: `The wallet at ${wallet} did not answer.`,
    hint: "Check that it runs and that the address is its origin, then send the same again.",
    retry: "same-key",
  } as const;
  return new FarthingError(failure, { cause });
}

function unreadable(status: number): FarthingError {
  return new FarthingError({
    code: "unreadable",
    status,
    title: `The answer (status ${status}) is not one of a Farthing wallet.`,
    hint: "Check that `wallet` is the wallet's own origin and that both sides run the same version.",
    retry: "same-key",
  });
}
