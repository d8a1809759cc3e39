// Data for sale to programs, by the piece. Settings come from the environment: `farthing merchant add` writes them.
import { createFarthing } from "@farthing/sdk";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const { WALLET: wallet = "", MERCHANT: merchant = "", API_KEY: apiKey = "" } = process.env;
const { ORIGIN: origin = "" } = process.env;
const farthing = createFarthing({ wallet, merchant, apiKey });

/** Prices in millionths: one play cent for a day, forty for a year, which is above what most programs pay unasked. */
const wares = {
  today: { amount: 10_000n, answer: { place: "Lisbon", high: 19, low: 12 } },
  year: { amount: 400_000n, answer: { place: "Lisbon", days: 365, mean: 17.4 } },
} as const;

const app = new Hono();

app.get("/weather/:what{today|year}", async (c) => {
  const what = c.req.param("what") === "year" ? "year" : "today";
  const ware = {
    resource: `${origin}/weather/${what}`,
    title: `Weather in Lisbon: ${what}`,
    price: { amount: wares[what].amount, asset: "PLAY/6" },
    access: "use",
  } as const;
  const receipt = c.req.header("x-receipt");
  if (receipt === undefined) {
    const { offer } = await farthing.offer({ ...ware, kind: "other" });
    return c.json({ offer }, 402);
  }
  // Once per receipt: the same one again opens nothing.
  const verdict = await farthing.verifyReceipt(receipt, ware);
  return verdict.ok ? c.json(wares[what].answer) : c.json({ hint: verdict.hint }, 403);
});

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(new URL(origin).port) }, () => {
  process.stdout.write(`Selling at ${origin}\n`);
});
