import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, newOffer, post, sayHello } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { addOrigin } from "./addOrigin.ts";
import { registerMerchant } from "./registerMerchant.ts";

let stage: TestServer;
beforeAll(async () => {
  stage = await openTestServer();
});
afterAll(() => stage.close());

function add(
  origin: unknown,
  apiKey = stage.merchant.apiKey,
): Promise<Answer<{ origins: string[] }>> {
  const headers = { authorization: `Bearer ${apiKey}` };
  return post(stage, "/v1/merchant/origins", { origin }, headers);
}

test("rule 23: an address that was refused is added, and the button stands there at once", async () => {
  const origin = "http://localhost:8080";
  const offer = await newOffer(stage);
  const hello = () => sayHello(stage, { key: null, offer, parent: origin });
  expect((await hello()).code).toBe("origin-not-registered");
  expect((await add(origin)).body).toEqual({ origins: [stage.merchant.origin, origin] });
  expect((await add(origin)).body).toEqual({ origins: [stage.merchant.origin, origin] });
  expect((await hello()).status).toBe(200);
  expect(await newOffer(stage, { origin, path: "/new" })).toMatch(/^ey/);
});

test("rule 4: the wallet's own address is nobody's: a way back from a payment would lead into a grant", async () => {
  const { origin } = stage.deps.config;
  expect((await add(origin)).code).toBe("invalid-request");
  const own = registerMerchant(stage.deps, { ...stage.merchant, name: "Own", origins: [origin] });
  await expect(own).rejects.toThrow("must hold: the wallet's own origin sells nothing");
  const offer = { origin, path: "/pay?grant=grt_00000000000000000000000001" };
  await expect(newOffer(stage, offer)).rejects.toThrow("no offer");
});

test("a merchant adds addresses of this machine alone, and signs no offer for somebody else's site", async () => {
  const table: [unknown, string | null][] = [
    ["http://127.0.0.1:9000", null],
    ["http://[::1]:9000", null],
    ["https://localhost:9000", null],
    ["https://shop.example", "invalid-request"],
    ["http://shop.example", "invalid-request"],
    ["http://localhost.example", "invalid-request"],
    ["ftp://localhost", "invalid-request"],
    ["file://", "invalid-request"],
    ["null", "invalid-request"],
    ["https://shop.example/", "invalid-request"],
    ["https://SHOP.example", "invalid-request"],
    ["https://shop.example:443", "invalid-request"],
    ["https://me@shop.example", "invalid-request"],
    ["*", "invalid-request"],
    ["https://*", "invalid-request"],
    ["https://*.shop.example", "invalid-request"],
    ["https://shop.example;sandbox", "invalid-request"],
    ["https://a.example,b.example", "invalid-request"],
    [7, "invalid-request"],
  ];
  for (const [origin, code] of table) {
    expect([origin, (await add(origin)).code]).toEqual([origin, code]);
  }
  expect((await add("http://localhost:9000", "fk_nobody")).code).toBe("api-key-invalid");
  await expect(newOffer(stage, { origin: "https://shop.example" })).rejects.toThrow("no offer");
});

test("the operator adds any encrypted site", async () => {
  const of = { merchant: stage.merchant.id, by: "operator" } as const;
  const origin = "https://shop.example";
  expect(await addOrigin(stage.deps, { ...of, origin })).toContain(origin);
  expect(await newOffer(stage, { origin })).toMatch(/^ey/);
  for (const wrong of ["http://shop.example", "https://*", stage.deps.config.origin]) {
    const added = addOrigin(stage.deps, { ...of, origin: wrong });
    await expect(added).rejects.toMatchObject({ code: "invalid-request" });
  }
});

test("twenty at most, none lost when they are added at once", async () => {
  await registerMerchant(stage.deps, { ...stage.merchant, name: "The Newsstand", origins: [] });
  const wanted = Array.from({ length: 25 }, (_, at) => `http://s${at}.localhost`);
  const answers = await Promise.all(wanted.map((origin) => add(origin)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  expect(answers.filter(({ code }) => code === "invalid-request")).toHaveLength(5);
  const last = answers.find(({ body }) => body.origins?.length === 20);
  expect(new Set(last?.body.origins).size).toBe(20);
});
