import { type Context, Hono } from "hono";
import { FarthingError } from "@farthing/sdk";
import type { Article } from "./articles/article.ts";
import { articles, findArticle } from "./articles/index.ts";
import { assetRoutes } from "./assets.ts";
import { counterRoutes } from "./counter.ts";
import type { Desk } from "./desk.ts";
import { setHeaders } from "./headers.ts";
import { aboutPage, missingPage } from "./pages/about.ts";
import { articlePage, type Standing } from "./pages/articlePage.ts";
import { frontPage } from "./pages/front.ts";
import { isOpen, resourceOf } from "./unlock.ts";
import { visitorOf, welcomeVisitor } from "./visitor.ts";

/** The whole site as one handler. */
export function createNewsstand(desk: Desk): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    setHeaders(c, desk, desk.coop && c.req.path.startsWith("/articles/"));
    await next();
  });
  app.get("/", (c) => {
    const visitor = visitorOf(desk, c);
    return c.html(frontPage(articles, visitor === null ? [] : desk.unlocks.slugs(visitor)));
  });
  app.get("/about", (c) => c.html(aboutPage(desk.wallet)));
  app.get("/articles/:slug", async (c) => {
    const article = findArticle(c.req.param("slug"));
    return article === undefined ? c.notFound() : await serveArticle(desk, c, article);
  });
  app.get("/healthz", (c) => c.text("ok"));
  app.route("/assets", assetRoutes());
  app.route("/", counterRoutes(desk));
  app.notFound((c) => c.html(missingPage(), 404));
  return app;
}

async function serveArticle(desk: Desk, c: Context, article: Article): Promise<Response> {
  const visitor = welcomeVisitor(desk, c);
  const standing: Standing = (await isOpen(desk, { article, visitor }))
    ? { kind: "open" }
    : { kind: "locked", offer: await offerFor(desk, article, visitor) };
  return c.html(articlePage(article, standing, desk.wallet));
}

/** An offer, or null while the wallet is silent: the page then says so instead of failing. */
async function offerFor(desk: Desk, article: Article, visitor: string): Promise<string | null> {
  try {
    return await desk.offers.get(article, resourceOf(desk, article), visitor);
  } catch (error) {
    if (error instanceof FarthingError) return null;
    throw error;
  }
}
