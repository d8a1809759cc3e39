import { idFromUint } from "@farthing/core";
import { readArrival } from "@farthing/identity";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerMerchant, newApiKey } from "../merchants/registerMerchant.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const embed = (init?: RequestInit) => server.fetch(`/embed/${server.merchant.id}`, init);

test("rule 11: every wallet page refuses frames, shares no window and says no referrer", async () => {
  const paths = ["/", "/pay?grant=x", "/reference", "/operator", "/verify", "/activity"];
  for (const path of paths) {
    const { headers } = await server.fetch(path, { headers: { accept: "text/html" } });
    expect(headers.get("content-security-policy")).toMatch(/frame-ancestors 'none'$/);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("scripts come from here only, styles need the nonce of this very answer", async () => {
  const nonces = new Set<string>();
  for (let look = 0; look < 3; look += 1) {
    const response = await server.fetch("/");
    const csp = response.headers.get("content-security-policy") ?? "";
    expect(csp).toContain("default-src 'none'; script-src 'self'; ");
    expect(csp).not.toMatch(/unsafe|\*|https?:/);
    const nonce = /'nonce-([\w-]{22})'/.exec(csp)?.[1] ?? "";
    expect(await response.text()).toContain(`nonce=${nonce}`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test("only the page that checks receipts may ask elsewhere, and runs nothing from there", async () => {
  const policyOf = async (path: string) => {
    const { headers } = await server.fetch(path, { headers: { accept: "text/html" } });
    return (headers.get("content-security-policy") ?? "").replace(/nonce-[\w-]+/, "nonce-x");
  };
  const strict = await policyOf("/");
  expect(strict).toContain("; connect-src 'self'; ");
  for (const path of ["/pay?grant=x", "/bill", "/reference", "/operator", "/activity"])
    expect(await policyOf(path)).toBe(strict);
  const wide = "'self' https: http://localhost:* http://*.localhost:* http://127.0.0.1:*";
  expect(await policyOf("/verify")).toBe(
    strict.replace("connect-src 'self'", `connect-src ${wide}`),
  );
});

test("a page says which mode this is: only a sandbox may speak of play money to those who are signed out", async () => {
  expect(await (await server.fetch("/")).text()).toContain(
    'name="farthing-mode" content="sandbox"',
  );
  const live = await openTestServer({ config: { mode: "live" } });
  try {
    expect(await (await live.fetch("/")).text()).toContain('name="farthing-mode" content="live"');
  } finally {
    await live.close();
  }
});

test("rule 11: the frame opens for the merchant's registered origins only", async () => {
  const { headers } = await embed();
  expect(headers.get("content-security-policy")).toMatch(
    /frame-ancestors https:\/\/news\.example$/,
  );
  expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
  expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(headers.get("cross-origin-opener-policy")).toBe(null);
});

test("rule 11: the frame is no page of its own", async () => {
  const response = await embed({ headers: { "sec-fetch-dest": "document" } });
  expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  expect(response.headers.get("set-cookie")).toBe(null);
});

test("rules 8 and 9: the frame gets a partition cookie that carries the merchant, once", async () => {
  const cookie = (await embed()).headers.get("set-cookie") ?? "";
  const name = `__Host-farthing-part-${server.merchant.id.slice(-8)}`;
  expect(cookie).toMatch(new RegExp(`^${name}=[\\w-]{43}; Path=/; Max-Age=34560000; `));
  for (const word of ["HttpOnly", "SameSite=None", "Secure", "Partitioned"]) {
    expect(cookie).toContain(`; ${word}`);
  }
  const again = await embed({ headers: { cookie: cookie.split(";")[0] ?? "" } });
  expect(again.headers.get("set-cookie")).toBe(null);
  const other = idFromUint("merchant", 7n);
  await registerMerchant(server.deps, {
    id: other,
    name: "Other",
    origins: ["https://other.example"],
    apiKey: newApiKey(),
  });
  const elsewhere = await server.fetch(`/embed/${other}`, {
    headers: { cookie: cookie.split(";")[0] ?? "" },
  });
  expect(elsewhere.headers.get("set-cookie")).toMatch(/^__Host-farthing-part-/);
});

test.each([
  ["same-origin", "same-origin"],
  ["cross-site", "cross-site"],
  ["none", "none"],
  ["made-up", "unknown"],
  [null, "unknown"],
])("rule 4: a payment page reached %s knows it came %s", async (header, site) => {
  const grant = idFromUint("grant", 5n);
  const headers: Record<string, string> = header === null ? {} : { "sec-fetch-site": header };
  const html = await (await server.fetch(`/pay?grant=${grant}`, { headers })).text();
  const text = /name="farthing-arrival" content="([^"]*)"/.exec(html)?.[1] ?? "";
  const { keys, clock } = server.deps;
  const read = (subject: string) =>
    readArrival({ key: keys.arrivalKey, text, subject, now: clock.now() });
  expect(read(grant)).toBe(site);
  expect(read(idFromUint("grant", 6n))).toBe(null);
  expect(read("offer")).toBe(null);
});

test("a payment page without a grant vouches for an offer only", async () => {
  const html = await (await server.fetch('/pay?grant="><script>alert(1)</script>')).text();
  expect(html).not.toContain("<script>");
  const text = /content="([^"]*)"/.exec(html)?.[1] ?? "";
  const { keys, clock } = server.deps;
  expect(readArrival({ key: keys.arrivalKey, text, subject: "offer", now: clock.now() })).toBe(
    "unknown",
  );
});

test("hashed files are kept for ever, the button for minutes and by everybody", async () => {
  for (const path of ["/assets/index-1a2b3c4d.js", "/frame-de-1a2b3c4d.js"]) {
    const hashed = await server.fetch(path);
    expect(hashed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(hashed.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  }
  const button = await server.fetch("/farthing.js");
  expect(button.headers.get("cache-control")).toBe("public, max-age=300");
  expect(button.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  const etag = button.headers.get("etag") ?? "";
  const unchanged = await server.fetch("/farthing.js", { headers: { "if-none-match": etag } });
  expect([unchanged.status, (await unchanged.arrayBuffer()).byteLength]).toEqual([304, 0]);
});

test("the frame's document names this build's files", async () => {
  const html = await (await embed()).text();
  const paths = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(paths.length).toBe(2);
  for (const path of paths) {
    const asset = await server.fetch(path);
    expect([asset.status, asset.headers.get("cache-control")]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
  }
});

test("files are packed once for whoever can unpack", async () => {
  const plain = await (await server.fetch("/farthing.js")).arrayBuffer();
  const packed = await server.fetch("/farthing.js", { headers: { "accept-encoding": "br, gzip" } });
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  const stream = packed.body!.pipeThrough(new DecompressionStream("gzip"));
  expect(await new Response(stream).arrayBuffer()).toEqual(plain);
});

test("over https, and only there, browsers are told to stay there", async () => {
  expect((await server.fetch("/")).headers.get("strict-transport-security")).toBe(null);
  const secure = await openTestServer({
    config: { origin: "https://pay.example", rpId: "pay.example", insecureLoopback: false },
  });
  try {
    for (const path of ["/", "/healthz", "/farthing.js", "/v1/nothing"]) {
      const { headers } = await secure.fetch(path);
      expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
    }
  } finally {
    await secure.close();
  }
});
