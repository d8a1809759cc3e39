import { expect, test } from "vitest";
import { newOffer, sayHello } from "../payments/person.testing.ts";
import { openTestServer } from "../server.testing.ts";

test("each address has its own minute; the answer says how long to wait", async () => {
  const rate = { addressPerMinute: 3, payerPerMinute: 0, merchantPerMinute: 0 };
  const server = await openTestServer({ config: { rate } });
  try {
    const ask = (address: string) =>
      server.server.fetch(new Request(`${server.deps.config.origin}/log/key`), { address });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await ask("192.0.2.1")).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await ask("192.0.2.1");
    expect(await refused.json()).toMatchObject({ code: "rate-limited", retry: "later" });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect((await ask("192.0.2.2")).status).toBe(200);
  } finally {
    await server.close();
  }
});

test("X-Forwarded-For counts only behind a declared proxy, and only its last entry", async () => {
  const rate = { addressPerMinute: 1, payerPerMinute: 0, merchantPerMinute: 0 };
  for (const [trustProxy, expected] of [
    [false, [200, 429]],
    [true, [200, 200]],
  ] as const) {
    const server = await openTestServer({ config: { rate, trustProxy } });
    try {
      const ask = async (forwarded: string) => {
        const headers = { "x-forwarded-for": forwarded };
        const request = new Request(`${server.deps.config.origin}/log/key`, { headers });
        return (await server.server.fetch(request, { address: "127.0.0.1" })).status;
      };
      expect([await ask("198.51.100.7, 192.0.2.1"), await ask("198.51.100.7, 192.0.2.2")]).toEqual(
        expected,
      );
      // A caller's own words before the proxy's change nothing.
      if (trustProxy) expect(await ask("203.0.113.9, 192.0.2.2")).toBe(429);
    } finally {
      await server.close();
    }
  }
});

test("a merchant's requests are counted by merchant", async () => {
  const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 2 };
  const server = await openTestServer({ config: { rate } });
  try {
    const headers = { authorization: `Bearer ${server.merchant.apiKey}` };
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      statuses.push((await server.fetch("/v1/payments/x", { headers })).status);
    }
    expect(statuses).toEqual([404, 404, 429]);
  } finally {
    await server.close();
  }
});

test("strangers who show a merchant's public offer again and again do not silence the merchant's own server", async () => {
  const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 2 };
  const server = await openTestServer({ config: { rate } });
  try {
    const offer = await newOffer(server);
    const codes: (string | null)[] = [];
    for (let count = 0; count < 3; count += 1) {
      codes.push((await sayHello(server, { key: null, offer })).code);
    }
    expect(codes).toEqual([null, null, "rate-limited"]);
    const headers = { authorization: `Bearer ${server.merchant.apiKey}` };
    expect((await server.fetch("/v1/payments/x", { headers })).status).toBe(404);
  } finally {
    await server.close();
  }
});
