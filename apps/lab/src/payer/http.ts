import { Pool } from "undici";

/** An answer whose body was read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** Bounded keep-alive connections to one origin. */
export interface Http {
  readonly origin: string;
  send(
    method: "GET" | "POST",
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** Opens up to `connections` connections to `origin`; a request fails after 10 s, or what is given, without an answer. */
export function openHttp(origin: string, connections: number, waitMsMax = 10_000): Http {
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: waitMsMax,
    bodyTimeout: waitMsMax,
  });
  return {
    origin,
    send: (method, path, headers, body) =>
      new Promise((resolve, reject) => {
        // Without streams: the program that pays shares its processor with the server that it measures.
        const chunks: Buffer[] = [];
        let status = 0;
        let answered: Answer["headers"] = {};
        pool.dispatch(
          { method, path, headers, ...(body === undefined ? {} : { body }) },
          {
            onRequestStart() {},
            onResponseStart(_controller, statusCode, responseHeaders) {
              status = statusCode;
              answered = responseHeaders;
            },
            onResponseData: (_controller, chunk) => void chunks.push(chunk),
            onResponseEnd() {
              resolve({ status, headers: answered, text: Buffer.concat(chunks).toString() });
            },
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
    close: () => pool.destroy(),
  };
}

/** What a browser sends with a request of the wallet's own frame or page (Fetch Metadata, rule 7). */
export function ownPageHeaders(origin: string, cookie = ""): Record<string, string> {
  return {
    "content-type": "application/json",
    origin,
    "sec-fetch-site": "same-origin",
    ...(cookie === "" ? {} : { cookie }),
  };
}

/** How often a busy server is asked again, and after how many milliseconds. */
const patience = { attempts: 20, ms: 250 };

/**
 * Sends JSON as the wallet's own page does and returns the JSON answer. A busy server (503) is asked again with the
 * same bytes, as its problem says; any other answer that is not 2xx throws with its text.
 */
export async function postJson<T>(
  http: Http,
  path: string,
  body: object,
  cookie?: string,
): Promise<{ json: T; answer: Answer }> {
  const headers = ownPageHeaders(http.origin, cookie);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await http.send("POST", path, headers, JSON.stringify(body));
    if (answer.status >= 200 && answer.status <= 299) {
      return { json: JSON.parse(answer.text) as T, answer };
    }
    if (answer.status !== 503 || attempt === patience.attempts) {
      throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, patience.ms));
  }
}

/** `name=value` pairs of the cookies an answer sets, as a Cookie header carries them. */
export function cookiesOf(answer: Answer): string {
  const set = answer.headers["set-cookie"];
  const lines = set === undefined ? [] : Array.isArray(set) ? set : [set];
  return lines.map((line) => line.split(";", 1)[0]).join("; ");
}
