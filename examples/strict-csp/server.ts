// A page for sale under the strictest headers that browsers know. `farthing merchant add` writes .env.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createFarthing } from "@farthing/sdk";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";

const { WALLET: wallet = "", MERCHANT: merchant = "", API_KEY: apiKey = "" } = process.env;
const { ORIGIN: origin = "" } = process.env;
const farthing = createFarthing({ wallet, merchant, apiKey });

/** Nothing is allowed but this site's own script and style, and the wallet's script and frame. */
const policy = [
  "default-src 'none'",
  `script-src 'self' ${wallet}`,
  `frame-src ${wallet} 'self'`, // 'self' only for /framed below
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'", // 'none' unless you frame your own pages
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");
const strict = {
  "content-security-policy": policy,
  "permissions-policy": `publickey-credentials-get=(self "${wallet}"), camera=(), geolocation=()`,
  "referrer-policy": "strict-origin",
  "x-content-type-options": "nosniff",
};
/** Cross-origin isolation on top (HTML §7.1.4): the page shares its process and its window with nobody. */
const isolated = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

const paths = ["/", "/isolated"] as const;
const wareAt = (path: string) =>
  ({
    resource: `${origin}${path}`,
    title: "The door that opens one way",
    price: { amount: 20_000n, asset: "PLAY/6" }, // two play cents, in millionths
    access: "own",
  }) as const;
const story = {
  heading: "Push to leave",
  text: "In 1883 children in Sunderland ran down the stairs of a hall to a door that opened inward and was bolted, and 183 of them died there. Out of that came the bar one pushes to get out, and the law that such a door must have one.",
};

const page = readFileSync(new URL("page.html", import.meta.url), "utf8");
const files = { "page.js": "text/javascript", "page.css": "text/css" } as const;
/** Session and path to payment. Yours is a database: what was paid for must outlive a restart. */
const paid = new Map<string, string>();

/** The visitor's session: the receipt is bound to it, so that a copied one opens nothing elsewhere. */
function sessionOf(c: Context): string {
  const known = getCookie(c, "session");
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return known;
  const session = randomBytes(32).toString("base64url");
  setCookie(c, "session", session, { httpOnly: true, sameSite: "Strict", path: "/" });
  return session;
}

const app = new Hono();
app.use(bodyLimit({ maxSize: 16_384 }));
app.use(async (c, next) => {
  const headers = c.req.path === "/isolated" ? { ...strict, ...isolated } : strict;
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  await next();
});

for (const [name, type] of Object.entries(files)) {
  const body = readFileSync(new URL(name, import.meta.url), "utf8");
  app.get(`/${name}`, (c) => c.body(body, 200, { "content-type": `${type}; charset=utf-8` }));
}

for (const path of paths) {
  app.get(path, async (c) => {
    const visitor = farthing.visitorHash(sessionOf(c));
    const { offer } = await farthing.offer({ ...wareAt(path), visitor });
    const filled = { wallet, offer, path };
    return c.html(
      page.replaceAll(/\{(wallet|offer|path)\}/g, (_, name: keyof typeof filled) => filled[name]),
    );
  });
}

// The same page inside a sandboxed frame: what the sandbox must allow stands in docs/how-to/content-security-policy.md.
app.get("/framed", (c) =>
  c.html(`<!doctype html><html lang="en"><title>Framed</title><h1>A page in a sandbox</h1>
    <iframe title="Article" width="600" height="500" src="/" sandbox="allow-scripts allow-same-origin
    allow-popups allow-popups-to-escape-sandbox" allow="publickey-credentials-get ${wallet}"></iframe>`),
);

const pathIn = (value: unknown) => paths.find((path) => path === value) ?? "/";

app.post("/unlock", async (c) => {
  const session = sessionOf(c);
  const body = await c.req.json<{ path?: unknown; receipt?: unknown; nonce?: unknown }>();
  const path = pathIn(body.path);
  // A nonce stands for a receipt where the payer paid on the wallet's own page and came back.
  const given = body.receipt ?? (await farthing.claimReturn(body.nonce))?.receipt;
  const visitor = farthing.visitorHash(session);
  const verdict = await farthing.verifyReceipt(given, { ...wareAt(path), visitor });
  if (!verdict.ok) return c.json({ hint: verdict.hint }, 403);
  paid.set(session + path, verdict.receipt.payment);
  return c.json({ story });
});

app.post("/relock", async (c) => {
  const key = sessionOf(c) + pathIn((await c.req.json<{ path?: unknown }>()).path);
  // Never the page's word: the wallet says whether the payment was taken back.
  const payment = await farthing.payment(paid.get(key) ?? "none");
  if (payment.status !== "captured") paid.delete(key);
  return c.json({ isOpen: paid.has(key) });
});

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(new URL(origin).port) }, () => {
  process.stdout.write(`Open ${origin}\n`);
});
