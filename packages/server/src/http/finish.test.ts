import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestServer, type TestServer } from "../server.testing.ts";

const lines: Record<string, unknown>[] = [];
let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ lines });
});
afterAll(() => server.close());

test("one request is one line: ids and codes, never what was sent", async () => {
  lines.length = 0;
  const secret = "x".repeat(43);
  const response = await server.fetch(`/v1/payments/pay_1?secret=${secret}`, {
    headers: {
      authorization: `Bearer ${server.merchant.apiKey}`,
      cookie: `farthing-dev=${secret}`,
    },
  });
  expect(lines).toEqual([
    {
      level: 30,
      time: expect.any(Number),
      pid: process.pid,
      hostname: expect.any(String),
      id: response.headers.get("x-request-id"),
      method: "GET",
      route: "/v1/payments/{id}",
      status: 404,
      ms: expect.any(Number),
      problem: "not-found",
      merchant: server.merchant.id,
    },
  ]);
  const text = JSON.stringify(lines);
  for (const hidden of [secret, server.merchant.apiKey, "pay_1"])
    expect(text).not.toContain(hidden);
});

test("requests have names of their own", async () => {
  const ids = new Set<string | null>();
  for (let count = 0; count < 50; count += 1) {
    ids.add((await server.fetch("/healthz")).headers.get("x-request-id"));
  }
  expect(ids.size).toBe(50);
});

test("metrics count by route and status, and name no payer or merchant", async () => {
  await server.fetch("/log/key");
  const text = await (await server.fetch("/metrics")).text();
  expect(text).toContain('farthing_http_seconds_count{route="/log/key",status="200"} 1');
  for (const name of [
    "farthing_bugs_total",
    "farthing_ledger_commits",
    "farthing_ledger_queue",
    "farthing_log_leaves",
    "farthing_projection_behind",
    "farthing_projection_lag_ms",
  ]) {
    expect(text).toMatch(new RegExp(`^${name} [0-9.]+$`, "m"));
  }
  expect(text).not.toMatch(/(mer|pyr|pay)_[0-9a-z]/);
});

test("not ready when the ledger cannot be read, and still alive", async () => {
  expect((await server.fetch("/readyz")).status).toBe(200);
  const broken = await openTestServer();
  await broken.deps.ledger.close();
  const ready = await broken.fetch("/readyz");
  expect(ready.status).toBe(503);
  expect(await ready.text()).toContain("ledger");
  expect((await broken.fetch("/healthz")).status).toBe(200);
  await broken.server.stop();
  await broken.deps.projection.stop();
  await broken.deps.store.destroy();
  rmSync(broken.folder, { recursive: true });
});
