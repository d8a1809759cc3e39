// One page for sale. Settings come from the environment: `farthing merchant add` writes them into .env.
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

const ware = {
  resource: `${origin}/`,
  title: "Sixty seconds",
  price: { amount: 50_000n, asset: "PLAY/6" }, // five play cents, in millionths
  access: "own",
} as const;
const story = `<h2>Why not a hundred</h2><p>The minute is a sixtieth because Babylonian
  astronomers counted in sixties, which can be halved, parted in three, four, five and six, and leave
  no rest. In 1793 France tried ten hours of a hundred minutes. It lasted about seventeen months.</p>`;

const page = readFileSync(new URL("index.html", import.meta.url), "utf8");
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

app.get("/", async (c) => {
  const session = sessionOf(c);
  const isOpen = paid.has(session);
  const visitor = farthing.visitorHash(session);
  const offer = isOpen ? "" : (await farthing.offer({ ...ware, visitor })).offer;
  const button = `<farthing-button offer="${offer}" focus-to="rest"></farthing-button>`;
  const filled = { wallet, button: isOpen ? "" : button, story: isOpen ? story : "" };
  return c.html(
    page.replaceAll(/\{(wallet|button|story)\}/g, (_, name: keyof typeof filled) => filled[name]),
  );
});

app.post("/unlock", async (c) => {
  const session = sessionOf(c);
  const { receipt, nonce } = await c.req.json<{ receipt?: unknown; nonce?: unknown }>();
  // A nonce stands for a receipt where the payer paid on the wallet's own page and came back.
  const given = receipt ?? (await farthing.claimReturn(nonce))?.receipt;
  const visitor = farthing.visitorHash(session);
  const verdict = await farthing.verifyReceipt(given, { ...ware, visitor });
  if (!verdict.ok) return c.json({ hint: verdict.hint }, 403);
  paid.set(session, verdict.receipt.payment);
  return c.json({ story });
});

app.post("/relock", async (c) => {
  const session = sessionOf(c);
  // Never the page's word: the wallet says whether the payment was taken back.
  const payment = await farthing.payment(paid.get(session) ?? "none");
  if (payment.status !== "captured") paid.delete(session);
  return c.json({ isOpen: paid.has(session) });
});

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(new URL(origin).port) }, () => {
  process.stdout.write(`Open ${origin}\n`);
});
