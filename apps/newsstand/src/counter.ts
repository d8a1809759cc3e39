import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Desk } from "./desk.ts";
import { deliveryRoutes } from "./download/routes.ts";
import { restOf } from "./pages/rest.ts";
import {
  relock,
  unlock,
  type UnlockOutcome,
  unlockReturned,
  type Visit,
  wareNamed,
} from "./unlock.ts";
import { visitorOf } from "./visitor.ts";
import { closedSentence, undoneSentence } from "./words.ts";

const ware = z.string().max(80);
const UnlockBody = z.strictObject({
  ware,
  receipt: z.string().max(8_192),
  words: z.string().max(140).optional(),
});
const ReturnedBody = z.strictObject({ ware, nonce: z.string().max(22) });
const RelockBody = z.strictObject({ ware });

const bodyBytesMax = 16_384;

/** What the page's script asks of its own server. Answers with JSON; `sentence` is for the reader. */
export function counterRoutes(desk: Desk): Hono {
  const routes = new Hono();
  // On posts alone: these routes stand at the root, and a mistyped address is a page that is missing, not a refusal.
  routes.post("*", bodyLimit({ maxSize: bodyBytesMax, onError: (c) => refuse(c, 413) }));
  routes.post("*", async (c, next) => {
    // Only this site's own pages: a form on another site cannot send this type without asking first (Fetch §4.8).
    const isOwn = c.req.header("origin") === desk.origin;
    const isJson = c.req.header("content-type")?.startsWith("application/json") ?? false;
    if (!isOwn || !isJson) return refuse(c, 403);
    return await next();
  });
  routes.post("/unlock", async (c) => {
    const asked = await ask(desk, c, UnlockBody);
    return asked ? answer(desk, c, asked, await unlock(desk, asked, asked.body)) : refuse(c, 400);
  });
  routes.post("/returned", async (c) => {
    const asked = await ask(desk, c, ReturnedBody);
    if (asked === null) return refuse(c, 400);
    return answer(desk, c, asked, await unlockReturned(desk, asked, asked.body.nonce));
  });
  routes.post("/relock", async (c) => {
    const asked = await ask(desk, c, RelockBody);
    if (asked === null) return refuse(c, 400);
    return c.json({ kind: await relock(desk, asked), sentence: undoneSentence(asked.ware) });
  });
  routes.route("/", deliveryRoutes(desk));
  return routes;
}

function refuse(c: Context, status: 400 | 403 | 413) {
  const sentence = "This page and its server do not understand each other. Reload the page.";
  return c.json({ kind: "refused", sentence }, status);
}

async function ask<Body extends { ware: string }>(desk: Desk, c: Context, shape: z.ZodType<Body>) {
  const visitor = visitorOf(desk, c);
  const parsed = shape.safeParse(await c.req.json().catch(() => null));
  const found = parsed.success ? wareNamed(desk, parsed.data.ware) : undefined;
  if (visitor === null || !parsed.success || found === undefined) return null;
  return { visitor, ware: found, body: parsed.data };
}

async function answer(desk: Desk, c: Context, visit: Visit, outcome: UnlockOutcome) {
  if (outcome.kind === "open") {
    return c.json({ kind: "open", html: String(await restOf(desk, visit, outcome.purchase)) });
  }
  const status = outcome.kind === "wallet-silent" ? 503 : 403;
  const reason = outcome.kind === "refused" ? outcome.reason : outcome.kind;
  return c.json({ kind: "closed", reason, sentence: closedSentence(outcome, visit.ware) }, status);
}
