import { type Context, Hono } from "hono";
import type { Article } from "./articles/article.ts";
import { articles, findArticle } from "./articles/index.ts";
import { assetRoutes } from "./assets.ts";
import { counterRoutes } from "./counter.ts";
import type { Desk } from "./desk.ts";
import { setHeaders } from "./headers.ts";
import { offerFor } from "./offerFor.ts";
import { aboutPage, missingPage } from "./pages/about.ts";
import { articlePage, type Standing } from "./pages/articlePage.ts";
import { frontPage } from "./pages/front.ts";
import { sellPages } from "./sellPages.ts";
import { passEnd, passOf, purchaseOf, type Visit } from "./unlock.ts";
import { visitorOf, welcomeVisitor } from "./visitor.ts";
import { passOn, wareOf } from "./wares/ware.ts";

/** The whole site as one handler. */
export function createNewsstand(desk: Desk): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    setHeaders(c, desk, desk.coop && /^\/(articles|pass|prints|tip)(\/|$)/.test(c.req.path));
    await next();
  });
  app.get("/", (c) => serveFront(desk, c));
  app.get("/about", (c) => c.html(aboutPage(desk.wallet)));
  app.get("/articles/:slug", async (c) => {
    const article = findArticle(c.req.param("slug"));
    return article === undefined ? c.notFound() : await serveArticle(desk, c, article);
  });
  app.route("/", sellPages(desk));
  app.get("/healthz", (c) => c.text("ok"));
  app.route("/assets", assetRoutes());
  app.route("/", counterRoutes(desk));
  app.notFound((c) => c.html(missingPage(), 404));
  return app;
}

async function serveFront(desk: Desk, c: Context): Promise<Response> {
  const visitor = visitorOf(desk, c);
  const owned = visitor === null ? [] : desk.purchases.wares(visitor);
  const hasPass = visitor !== null && (await passOf(desk, visitor)) !== null;
  return c.html(frontPage({ articles, owned, hasPass, pass: passOn(desk.clock.now()) }));
}

async function serveArticle(desk: Desk, c: Context, article: Article): Promise<Response> {
  const visitor = welcomeVisitor(desk, c);
  const ware = wareOf(article.slug);
  if (ware === undefined) return c.notFound();
  const standing = await standingOf(desk, { ware, visitor });
  const pass = passOn(desk.clock.now());
  return c.html(articlePage({ article, ware, pass, standing, wallet: desk.wallet }));
}

/** Bought, open with a pass, or for sale. */
async function standingOf(desk: Desk, visit: Visit): Promise<Standing> {
  if ((await purchaseOf(desk, visit)) !== null) return { kind: "paid" };
  const pass = await passOf(desk, visit.visitor);
  if (pass !== null) return { kind: "pass", until: passEnd(pass) };
  return { kind: "locked", offer: await offerFor(desk, visit.ware, visit.visitor) };
}
