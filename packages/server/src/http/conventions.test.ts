import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openTestServer, testOrigin, type TestServer } from "../server.testing.ts";
import { newRoutes } from "./context.ts";
import { idempotencyKey } from "./idempotencyKey.ts";
import { problemResponse } from "./problemResponse.ts";
import { readJson } from "./readJson.ts";
import { requireSameOrigin } from "./sameOrigin.ts";
import { requireSession } from "./session.ts";

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const goodOffer = JSON.stringify({
  resource: "https://news.example/a",
  title: "A",
  price: { amount: "50000", asset: "PLAY/6" },
  access: "own",
});

/** `+name` is taken from this table; everything else is `header: value`. */
function bodyOf(name: string): string {
  const bodies: Record<string, string> = {
    "-": "",
    good: goodOffer,
    "half {": goodOffer.slice(0, 40),
    text: '"just a text"',
    array: "[]",
    "10 MB": JSON.stringify({ title: "x".repeat(10_000_000) }),
    "unknown field": goodOffer.replace("{", '{"discount":1,'),
    "a prototype": goodOffer.replace("{", '{"__proto__":{"admin":true},'),
    "other site": goodOffer.replace("news.example", "evil.example"),
    "other port": goodOffer.replace("news.example", "news.example:8443"),
    "http site": goodOffer.replace("https:", "http:"),
    free: goodOffer.replace('"50000"', '"0"'),
    negative: goodOffer.replace('"50000"', '"-1"'),
    "number price": goodOffer.replace('"50000"', "50000"),
    "huge price": goodOffer.replace('"50000"', '"9223372036854775808"'),
    dollars: goodOffer.replace("PLAY/6", "USD/6"),
    "javascript:": goodOffer.replace("https://news.example/a", "javascript:alert(1)"),
    deep: `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
  };
  const body = bodies[name];
  if (body === undefined) throw new Error(`no body ${name}`);
  return body;
}

// method  path                body            headers                     status  problem
const story = `
  POST     /v1/offers          good            json key                    200     -
  POST     /v1/offers          good            json-utf8 key               200     -
  POST     /v1/offers          half {          json key                    400     malformed-json
  POST     /v1/offers          -               json key                    400     malformed-json
  POST     /v1/offers          text            json key                    400     invalid-request
  POST     /v1/offers          array           json key                    400     invalid-request
  POST     /v1/offers          deep            json key                    400     invalid-request
  POST     /v1/offers          unknown field   json key                    400     invalid-request
  POST     /v1/offers          a prototype     json key                    400     invalid-request
  POST     /v1/offers          number price    json key                    400     invalid-request
  POST     /v1/offers          negative        json key                    400     invalid-request
  POST     /v1/offers          huge price      json key                    400     invalid-request
  POST     /v1/offers          free            json key                    400     invalid-request
  POST     /v1/offers          dollars         json key                    400     invalid-request
  POST     /v1/offers          javascript:     json key                    400     invalid-request
  POST     /v1/offers          10 MB           json key                    413     body-too-large
  POST     /v1/offers          10 MB           json key length             413     body-too-large
  POST     /v1/offers          good            form key                    415     unsupported-media-type
  POST     /v1/offers          good            json-tab key                415     unsupported-media-type
  POST     /v1/offers          good            plain key                   415     unsupported-media-type
  POST     /v1/offers          good            json                        401     api-key-invalid
  POST     /v1/offers          good            json unknown-key            401     api-key-invalid
  POST     /v1/offers          good            json basic                  401     api-key-invalid
  POST     /v1/offers          other site      json key                    403     origin-not-registered
  POST     /v1/offers          other port      json key                    403     origin-not-registered
  POST     /v1/offers          http site       json key                    403     origin-not-registered
  GET      /v1/offers          -               -                           405     method-not-allowed
  PUT      /v1/offers          good            json key                    405     method-not-allowed
  DELETE   /v1/payments/x      -               key                         405     method-not-allowed
  POST     /healthz            good            json                        405     method-not-allowed
  GET      /v1/nothing         -               html                        404     not-found
  GET      /v1                 -               html                        404     not-found
  GET      /nothing            -               -                           404     not-found
  GET      /missing.js         -               html                        404     not-found
  GET      /assets/../keys     -               -                           404     not-found
  GET      /assets/%2e%2e/k    -               -                           404     not-found
  GET      /v1/payments/x      -               key                         404     not-found
  GET      /embed/mer_x        -               -                           404     not-found
  GET      /activity           -               html                        200     -
  GET      /                   -               -                           200     -
  GET      /reference          -               -                           200     -
  GET      /operator           -               -                           200     -
  HEAD     /healthz            -               -                           200     -
  POST     /v1/offers          good            json key other-host         421     wrong-host
  GET      /v1/openapi.json    -               other-host                  421     wrong-host
  POST     /                   good            json other-host             421     wrong-host
  GET      /log/checkpoint     -               other-host                  421     wrong-host
  GET      /                   -               other-host                  307     -
  GET      /healthz            -               other-host                  200     -
`;

const headerWords: Record<string, () => [string, string]> = {
  json: () => ["content-type", "application/json"],
  "json-utf8": () => ["content-type", "Application/JSON; charset=UTF-8"],
  // CVE-2026-25223: a tab made another server skip its schema.
  "json-tab": () => ["content-type", "application/json\ta"],
  form: () => ["content-type", "application/x-www-form-urlencoded"],
  plain: () => ["content-type", "text/plain"],
  html: () => ["accept", "text/html,*/*"],
  key: () => ["authorization", `Bearer ${server.merchant.apiKey}`],
  "unknown-key": () => ["authorization", `Bearer fk_${"A".repeat(43)}`],
  basic: () => ["authorization", "Basic YTpi"],
  length: () => ["content-length", "10000013"],
  "other-host": () => ["host", "127.0.0.1:4020"],
};

function requestOf(line: string): { request: Request; status: number; code: string } {
  const [method = "", path = "", body = "", words = "", status = "", code = ""] = line
    .trim()
    .split(/ {2,}/);
  const headers = new Headers(
    words === "-" ? [] : words.split(" ").map((word) => headerWords[word]!()),
  );
  const sent = method === "GET" || method === "HEAD" || body === "-" ? null : bodyOf(body);
  const request = new Request(`${testOrigin}${path}`, { method, headers, body: sent });
  return { request, status: Number(status), code };
}

test.each(
  story
    .trim()
    .split("\n")
    .map((line) => line.trim()),
)("%s", async (line) => {
  const { request, status, code } = requestOf(line);
  const bugsBefore = await bugs();
  const response = await server.server.fetch(request);
  expect(response.status).toBe(status);
  expect(response.headers.get("x-request-id")).toMatch(/^[\w-]+-[a-z0-9]+$/);
  expect(response.headers.get("x-content-type-options") ?? "on a redirect").toBeTruthy();
  if (code !== "-") {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      code,
      status,
      type: `/reference#problem-${code}`,
    });
  }
  expect(await bugs()).toBe(bugsBefore);
});

async function bugs(): Promise<number> {
  const metric = server.deps.metrics.registry.getSingleMetric("farthing_bugs_total");
  return (await metric!.get()).values[0]!.value;
}

test("a chunked body is counted as it comes and cut at 64 KiB", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(32));
    },
  });
  const response = await server.fetch("/v1/offers", {
    method: "POST",
    headers: [headerWords["json"]!(), headerWords["key"]!()],
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(200_000);
});

test("an unsuited field is named, its value is not", async () => {
  const response = await server.fetch("/v1/offers", {
    method: "POST",
    headers: [headerWords["json"]!(), headerWords["key"]!()],
    body: goodOffer.replace('"own"', '"secret-value"'),
  });
  const { detail } = (await response.json()) as { detail: string };
  expect(detail).toMatch(/^`access`: /);
  expect(detail).not.toContain("secret-value");
});

test("an open redirect by host keeps path and query, and nothing else of the request", async () => {
  const response = await server.server.fetch(
    new Request("http://127.0.0.1:4020/pay?grant=g", { headers: { host: "evil.example" } }),
  );
  expect(response.headers.get("location")).toBe(`${testOrigin}/pay?grant=g`);
});

/** A room with one route of each kind of caller, over the same deps. */
function probe() {
  const { deps } = server;
  const routes = newRoutes();
  routes.onError((error, c) => problemResponse(deps, c.env, error));
  routes.all("/frame", async (c) => {
    requireSameOrigin(deps, c);
    return c.json(c.req.method === "POST" ? await readJson(c, z.strictObject({})) : {});
  });
  routes.post("/money", (c) => c.json({ time: idempotencyKey(c).time }));
  routes.get("/mine", async (c) => c.json(await requireSession(deps, c)));
  routes.get("/bug", () => {
    throw new Error("a secret detail");
  });
  return (path: string, init?: RequestInit) =>
    Promise.resolve(
      routes.fetch(new Request(`${testOrigin}${path}`, init), {
        id: "1",
        address: "a",
        route: path,
      }),
    );
}

// rule 7: method, Sec-Fetch-Site, Origin, then the status
test.each([
  ["POST", "same-origin", testOrigin, 200],
  ["GET", "same-origin", null, 200],
  ["GET", "same-origin", testOrigin, 200],
  ["POST", "same-origin", null, 403],
  ["POST", "same-origin", "null", 403],
  ["POST", "same-origin", "http://localhost:4021", 403],
  ["POST", "same-origin", "https://localhost:4020", 403],
  ["POST", "same-site", testOrigin, 403],
  ["POST", "cross-site", testOrigin, 403],
  ["POST", "none", testOrigin, 403],
  ["POST", null, testOrigin, 403],
  ["GET", "cross-site", null, 403],
  ["GET", "none", null, 403],
  ["GET", null, null, 403],
  ["GET", "same-origin", "null", 403],
] as const)("rule 7: %s from %s with origin %s is %d", async (method, site, origin, status) => {
  const headers = new Headers({ "content-type": "application/json" });
  if (site !== null) headers.set("sec-fetch-site", site);
  if (origin !== null) headers.set("origin", origin);
  const response = await probe()("/frame", {
    method,
    headers,
    body: method === "POST" ? "{}" : null,
  });
  expect(response.status).toBe(status);
  if (status === 403) expect(await response.json()).toMatchObject({ code: "cross-site-request" });
});

test.each([
  ["0199b2c4-1a00-7abc-8def-0123456789ab", 200],
  ["0199B2C4-1A00-7ABC-8DEF-0123456789AB", 200],
  ["0199b2c4-1a00-4abc-8def-0123456789ab", 400],
  ["0199b2c4-1a00-7abc-cdef-0123456789ab", 400],
  ["0199b2c41a007abc8def0123456789ab", 400],
  ["", 400],
])("Idempotency-Key %s is %d", async (key, status) => {
  const response = await probe()("/money", { method: "POST", headers: { "idempotency-key": key } });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject(
    status === 200 ? { time: 0x0199b2c41a00 } : { code: "idempotency-key-missing" },
  );
});

test.each(["", "farthing-dev=", "farthing-dev=short", `farthing-dev=${"A".repeat(43)}`])(
  "cookie %j is nobody",
  async (cookie) => {
    const response = await probe()("/mine", { headers: { cookie } });
    expect(await response.json()).toMatchObject({ code: "signed-out", status: 401 });
  },
);

test("a bug is counted and says nothing", async () => {
  const before = await bugs();
  const response = await probe()("/bug");
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
  expect(await bugs()).toBe(before + 1);
});
