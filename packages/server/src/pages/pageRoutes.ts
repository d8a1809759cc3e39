import { randomBytes } from "node:crypto";
import { assert, idToBytes, ProblemError } from "@farthing/core";
import { arrivalSite, arrivalText, newSecret } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { partition, setPartitionCookie } from "../http/cookies.ts";
import { embedHeaders, pageHeaders, verifyHeaders } from "../http/securityHeaders.ts";
import { merchantById } from "../merchants/merchant.ts";
import { embedPage } from "./embedPage.ts";

/** The pages people see. None of these answers depends on who is signed in, and none changes anything. */
export function pageRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  const embed = embedPage(deps.assets);
  routes.get("/embed/:merchant", (c) => serveEmbed(deps, c, embed));
  routes.get("/pay", (c) => servePay(deps, c));
  routes.get("/bill", (c) => servePage(deps, c, "bill"));
  routes.get("/verify", (c) => servePage(deps, c, "verify"));
  routes.get("/reference", (c) => servePage(deps, c, "reference"));
  routes.get("/operator", (c) => servePage(deps, c, "operator"));
  routes.get("/", (c) => servePage(deps, c, "index"));
  return routes;
}

/** One of the wallet's pages, with a style nonce of its own. */
export function servePage(
  deps: Deps,
  c: Ctx,
  name: string,
  texts: Record<string, string> = {},
): Response {
  c.env.route = name === "index" ? "/" : `/${name}`;
  const html = deps.assets.pages.get(name);
  assert(html !== undefined, `the page ${name} was loaded`);
  const nonce = randomBytes(16).toString("base64url");
  const own = { __CSP_NONCE__: nonce, __MODE__: deps.config.mode, ...texts };
  let filled = html;
  for (const [place, text] of Object.entries(own)) filled = filled.replaceAll(place, text);
  const headers = name === "verify" ? verifyHeaders : pageHeaders;
  return new Response(filled, { headers: headers(deps.config, nonce) });
}

/** The payment page, told how it was reached (frame-and-grant.md rule 4). */
function servePay(deps: Deps, c: Ctx): Response {
  const grant = c.req.query("grant");
  const subject = grant !== undefined && idToBytes("grant", grant) !== null ? grant : "offer";
  const site = arrivalSite(c.req.header("sec-fetch-site"));
  const now = deps.clock.now();
  const arrival = arrivalText({ key: deps.keys.arrivalKey, subject, site, now });
  return servePage(deps, c, "pay", { __ARRIVAL__: arrival });
}

/** The frame of one merchant; gives it its partition cookie (rule 9), before any grant. */
async function serveEmbed(deps: Deps, c: Ctx, html: string): Promise<Response> {
  c.env.route = "/embed/{merchant}";
  // Rule 11: the frame refuses to be a page of its own.
  if (c.req.header("sec-fetch-dest") === "document") return c.redirect("/", 303);
  const merchant = await merchantById(deps, c.req.param("merchant") ?? "");
  if (merchant === null) throw new ProblemError("not-found", "No such merchant.");
  c.env.merchant = merchant.id;
  const nonce = randomBytes(16).toString("base64url");
  const headers = embedHeaders(deps.config, nonce, merchant.origins);
  if (partition(c, merchant.id) === null) {
    setPartitionCookie(c, { merchant: merchant.id, secret: newSecret() });
  }
  return c.body(html, 200, headers);
}
