import { problems } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestServer, type TestServer } from "../server.testing.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

interface Operation {
  readonly responses: Record<string, { description: string }>;
  readonly requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  readonly parameters?: { name: string; in: string }[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly "x-problems": {
    code: string;
    status: number;
    title: string;
    hint: string;
    retry: string;
  }[];
}

async function document(): Promise<Document> {
  return (await (await server.fetch("/v1/openapi.json")).json()) as Document;
}

test("every route under /v1 is in the document, and no other", async () => {
  const { openapi, paths } = await document();
  expect(openapi).toBe("3.1.0");
  const listed = Object.keys(paths).sort();
  expect(listed).toEqual(
    expect.arrayContaining([
      "/.well-known/jwks.json",
      "/log/checkpoint",
      "/log/key",
      "/v1/frame/grants",
      "/v1/frame/grants/{id}/events",
      "/v1/frame/grants/{id}/result",
      "/v1/frame/hello",
      "/v1/frame/payments",
      "/v1/frame/payments/{id}/undo",
      "/v1/log/proof",
      "/v1/offers",
      "/v1/openapi.json",
      "/v1/payments/{id}",
      "/v1/receipts/claims",
      "/v1/wallet/grants",
      "/v1/wallet/grants/{id}/approve",
      "/v1/wallet/grants/{id}/leave",
      "/v1/wallet/grants/{id}/open",
      "/v1/wallet/grants/{id}/terms",
    ]),
  );
  for (const path of listed) {
    for (const method of Object.keys(paths[path] ?? {})) {
      const asked = path.replaceAll(/\{\w+\}/g, "x");
      const response = await server.fetch(asked, { method: method.toUpperCase() });
      const missing = response.headers.get("content-type")?.includes("problem")
        ? ((await response.json()) as { code: string }).code === "method-not-allowed"
        : false;
      expect(`${method} ${path} ${missing}`).toBe(`${method} ${path} false`);
    }
  }
});

test("every problem of the catalogue is listed with its one next step", async () => {
  const listed = (await document())["x-problems"];
  expect(listed.map(({ code }) => code)).toEqual(Object.keys(problems));
  for (const { title, hint, retry } of listed) {
    expect(title.length * hint.length).toBeGreaterThan(0);
    expect(["never", "same-key", "later"]).toContain(retry);
  }
});

test("a route names its body, its answer and the problems it can answer with", async () => {
  const offers = (await document()).paths["/v1/offers"]?.["post"];
  const schema = offers?.requestBody?.content["application/json"]?.schema;
  expect(Object.keys(schema?.["properties"] ?? {})).toEqual([
    "resource",
    "title",
    "price",
    "access",
    "visitor",
    "kind",
    "expiresInSeconds",
  ]);
  expect(schema?.["additionalProperties"]).toBe(false);
  expect(Object.keys(offers?.responses ?? {}).sort()).toEqual([
    "200",
    "400",
    "401",
    "403",
    "413",
    "415",
    "429",
  ]);
  expect(offers?.responses["403"]?.description).toContain("`origin-not-registered`");
});

test("what moves money asks for an Idempotency-Key, except where the body itself is one", async () => {
  const { paths } = await document();
  const withKey = Object.entries(paths).filter(([, item]) =>
    item["post"]?.parameters?.some(({ name }) => name === "Idempotency-Key"),
  );
  expect(withKey.map(([path]) => path).toSorted()).toEqual(["/v1/refunds", "/v1/wallet/top-ups"]);
});
