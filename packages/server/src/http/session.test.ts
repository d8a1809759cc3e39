import { day, instant } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestServer, testOrigin, type TestServer } from "../server.testing.ts";
import { newRoutes } from "./context.ts";
import { closeSession, openSession, session } from "./session.ts";

let now = instant(1_800_000_000_000);
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({ clock: { now: () => now } });
  await server.deps.store
    .insertInto("payers")
    .values({ id: "pyr_1", name: "Anna", group_key_sealed: new Uint8Array(1), created_at: now })
    .execute();
});
afterAll(() => server.close());

function probe() {
  const { deps } = server;
  const routes = newRoutes();
  routes.post("/open", async (c) => {
    return c.json(
      await openSession(deps, c, { payerId: "pyr_1", level: 2, proof: async () => {} }),
    );
  });
  routes.post("/close", async (c) => {
    await closeSession(deps, c);
    return c.json({});
  });
  routes.get("/who", async (c) => c.json((await session(deps, c))?.payerId ?? null));
  return async (method: string, path: string, cookie = "") => {
    const request = new Request(`${testOrigin}${path}`, { method, headers: { cookie } });
    const response = await routes.fetch(request, { id: "1", address: "a", route: path });
    return { body: await response.json(), cookie: response.headers.get("set-cookie") ?? "" };
  };
}

test("rule 12: on loopback http the cookie is farthing-dev, HttpOnly, Strict and without Secure", async () => {
  const { cookie } = await probe()("POST", "/open");
  expect(cookie).toMatch(
    /^farthing-dev=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
  );
});

test("rule 12: over https it is __Host-farthing with Secure", async () => {
  const secure = { ...server.deps, config: { ...server.deps.config, insecureLoopback: false } };
  const routes = newRoutes();
  routes.post("/open", async (c) => {
    return c.json(
      await openSession(secure, c, { payerId: "pyr_1", level: 2, proof: async () => {} }),
    );
  });
  const request = new Request(`${testOrigin}/open`, { method: "POST" });
  const response = await routes.fetch(request, { id: "1", address: "a", route: "/open" });
  expect(response.headers.get("set-cookie")).toMatch(/^__Host-farthing=.*; Secure$/);
});

test("rule 11: a new level has a new secret, and the old one is nobody's", async () => {
  const ask = probe();
  const first = (await ask("POST", "/open")).cookie.split(";")[0];
  const second = (await ask("POST", "/open", first)).cookie.split(";")[0];
  expect(second).not.toBe(first);
  expect((await ask("GET", "/who", first)).body).toBe(null);
  expect((await ask("GET", "/who", second)).body).toBe("pyr_1");
});

test("signing out ends the session here and in every copy of the cookie", async () => {
  const ask = probe();
  const cookie = (await ask("POST", "/open")).cookie.split(";")[0];
  const { cookie: cleared } = await ask("POST", "/close", cookie);
  expect(cleared).toContain("Max-Age=0");
  expect((await ask("GET", "/who", cookie)).body).toBe(null);
});

test("a session lasts 30 days after it was last used", async () => {
  const ask = probe();
  const cookie = (await ask("POST", "/open")).cookie.split(";")[0];
  now = instant(now + 29 * day);
  expect((await ask("GET", "/who", cookie)).body).toBe("pyr_1");
  now = instant(now + 29 * day);
  expect((await ask("GET", "/who", cookie)).body).toBe("pyr_1");
  now = instant(now + 30 * day);
  expect((await ask("GET", "/who", cookie)).body).toBe(null);
});

test("the store holds hashes of secrets only", async () => {
  const cookie = (await probe()("POST", "/open")).cookie.split(";")[0] ?? "";
  const secret = Buffer.from(cookie.split("=")[1] ?? "", "base64url");
  const rows = await server.deps.store.selectFrom("sessions").select("secret_hash").execute();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.secret_hash.length).toBe(32);
    expect(Buffer.compare(row.secret_hash, secret)).not.toBe(0);
  }
});
