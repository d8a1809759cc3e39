// The React example's server: the built page, and four answers as JSON. `farthing merchant add` writes .env.
import { randomBytes } from "node:crypto";
import { createFarthing } from "@farthing/sdk";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";

const { WALLET: wallet = "", MERCHANT: merchant = "", API_KEY: apiKey = "" } = process.env;
const { ORIGIN: origin = "", DIST: dist = "dist" } = process.env;
const farthing = createFarthing({ wallet, merchant, apiKey });

const ware = {
  resource: `${origin}/`,
  title: "A colour that was a tax",
  price: { amount: 30_000n, asset: "PLAY/6" }, // three play cents, in millionths
  access: "own",
} as const;
const story = {
  heading: "A penny a yard",
  paragraphs: [
    "From 1712 Britain taxed wallpaper that was printed, painted or stained, at first a penny for each square yard. Plain paper was not taxed, so people bought it plain, hung it, and stencilled it in place.",
    "The tax went in 1836. By then machines printed wallpaper by the mile, and the stencils were firewood.",
  ],
};
/** Session to payment. Yours is a database: what was paid for must outlive a restart. */
const paid = new Map<string, string>();

/** The visitor's session: the receipt is bound to it, so that a copied one opens nothing elsewhere. */
function sessionOf(c: Context): string {
  const known = getCookie(c, "session");
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return known;
  const session = randomBytes(32).toString("base64url");
  setCookie(c, "session", session, { httpOnly: true, sameSite: "Lax", path: "/" });
  return session;
}

const app = new Hono();
app.use(bodyLimit({ maxSize: 16_384 }));

app.get("/api/article", async (c) => {
  const session = sessionOf(c);
  if (paid.has(session)) return c.json({ wallet, story, offer: null });
  const { offer } = await farthing.offer({ ...ware, visitor: farthing.visitorHash(session) });
  return c.json({ wallet, story: null, offer });
});

app.post("/api/unlock", async (c) => {
  const session = sessionOf(c);
  const { receipt, nonce } = await c.req.json<{ receipt?: unknown; nonce?: unknown }>();
  // A nonce stands for a receipt where the payer paid on the wallet's own page and came back.
  const given = receipt ?? (await farthing.claimReturn(nonce))?.receipt;
  const visitor = farthing.visitorHash(session);
  const verdict = await farthing.verifyReceipt(given, { ...ware, visitor });
  if (!verdict.ok) return c.json({ story: null, hint: verdict.hint }, 403);
  paid.set(session, verdict.receipt.payment);
  return c.json({ story, hint: "" });
});

app.post("/api/relock", async (c) => {
  const session = sessionOf(c);
  // Never the page's word: the wallet says whether the payment was taken back.
  const payment = await farthing.payment(paid.get(session) ?? "none");
  if (payment.status !== "captured") paid.delete(session);
  const isOpen = paid.has(session);
  const hint = isOpen ? "" : "You took the payment back. The page is closed again.";
  return c.json({ story: isOpen ? story : null, hint });
});

app.use("/*", serveStatic({ root: dist }));

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(new URL(origin).port) }, () => {
  process.stdout.write(`Open ${origin}\n`);
});
