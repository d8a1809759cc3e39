import type { RouteConfig } from "@hono/zod-openapi";
import { problems, type ProblemCode } from "@farthing/core";
import { z, type ZodObject, type ZodType } from "zod";
import type { Ctx, Routes } from "./context.ts";
import { problemMediaType, ProblemSchema } from "./problemSchema.ts";

/** Who may call a route: anybody, the wallet's frame or pages (rule 7), a signed-in payer, a payer's program (by its key's signature), a merchant's server, the operator. */
export type Caller = "anybody" | "frame" | "wallet" | "payer" | "program" | "merchant" | "operator";

/** One route as the reference page shows it. Bodies are parsed by the handler (`readJson`), once. */
export interface RouteSpec {
  readonly method: "get" | "post" | "patch";
  /** OpenAPI form: `/v1/payments/{id}`; the last part may stand for several: `/log/tile/{+path}` (RFC 6570 §3.2.3). */
  readonly path: string;
  readonly summary: string;
  readonly caller: Caller;
  readonly params?: ZodObject;
  readonly query?: ZodObject;
  readonly body?: ZodType;
  /** Needs `Idempotency-Key` (a UUIDv7): always, or where the summary says so. */
  readonly movesMoney?: "always" | "sometimes";
  /** Schema of the JSON answer, or another media type. */
  readonly answer: ZodType | { readonly type: string; readonly description: string };
  /** Those that this route adds to what its caller and body imply. */
  readonly problems: readonly ProblemCode[];
}

/** Adds a route to the router and to `/v1/openapi.json` in one step, so that neither can lack it. */
export function route(
  routes: Routes,
  spec: RouteSpec,
  handler: (c: Ctx) => Response | Promise<Response>,
): void {
  routes.openAPIRegistry.registerPath(openApiRoute(spec));
  const path = spec.path.replace(/\{\+(\w+)\}$/, ":$1{.+}").replaceAll(/\{(\w+)\}/g, ":$1");
  routes.on(spec.method.toUpperCase(), path, (c) => {
    c.env.route = spec.path;
    return handler(c);
  });
}

/** Problems that every route with this caller or body can answer. */
function impliedProblems(spec: RouteSpec): ProblemCode[] {
  const byCaller: Record<Caller, readonly ProblemCode[]> = {
    anybody: [],
    frame: ["cross-site-request"],
    wallet: ["cross-site-request"],
    payer: ["cross-site-request", "signed-out"],
    program: ["click-required", "program-unknown", "signature-invalid"],
    merchant: ["api-key-invalid"],
    operator: ["operator-key-invalid"],
  };
  const body: readonly ProblemCode[] =
    spec.body === undefined
      ? []
      : ["malformed-json", "invalid-request", "unsupported-media-type", "body-too-large"];
  const money: readonly ProblemCode[] =
    spec.movesMoney === undefined ? [] : ["idempotency-key-missing", "idempotency-conflict"];
  // Wrong answers of a passkey are counted.
  const tries: readonly ProblemCode[] = spec.problems.includes("passkey-failed")
    ? ["too-many-tries"]
    : [];
  return [...body, ...byCaller[spec.caller], ...money, ...tries, "rate-limited"];
}

const idempotencyHeaders = {
  always: z.object({ "Idempotency-Key": z.string() }),
  sometimes: z.object({ "Idempotency-Key": z.string().optional() }),
} as const;

function openApiRoute(spec: RouteSpec): RouteConfig {
  const codes = [...new Set([...impliedProblems(spec), ...spec.problems])];
  return {
    method: spec.method,
    path: spec.path.replace("{+", "{"),
    summary: spec.summary,
    tags: [spec.caller],
    ...(spec.caller === "merchant" ? { security: [{ apiKey: [] }] } : {}),
    ...(spec.caller === "operator" ? { security: [{ operatorKey: [] }] } : {}),
    ...(spec.caller === "payer" ? { security: [{ session: [] }] } : {}),
    request: {
      ...(spec.params === undefined ? {} : { params: spec.params }),
      ...(spec.query === undefined ? {} : { query: spec.query }),
      ...(spec.movesMoney === undefined ? {} : { headers: idempotencyHeaders[spec.movesMoney] }),
      ...(spec.body === undefined
        ? {}
        : { body: { required: true, content: { "application/json": { schema: spec.body } } } }),
    },
    responses: { 200: answerOf(spec), ...problemResponses(codes) },
  };
}

function answerOf({ answer, summary }: RouteSpec): RouteConfig["responses"][string] {
  if ("description" in answer && !("safeParse" in answer)) {
    return {
      description: answer.description,
      content: { [answer.type]: { schema: { type: "string" } } },
    };
  }
  return { description: summary, content: { "application/json": { schema: answer as ZodType } } };
}

function problemResponses(codes: readonly ProblemCode[]): RouteConfig["responses"] {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `\`${code}\`: ${problems[code].title}`).join(" "),
        content: { [problemMediaType]: { schema: ProblemSchema } },
      },
    ]),
  );
}
