import { readFileSync } from "node:fs";
import { Hono } from "hono";

const types = {
  "newsstand.css": "text/css; charset=utf-8",
  "newsstand.js": "text/javascript; charset=utf-8",
  "download.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

/** The site's files, read once. Names are keys of a table, never paths. */
export function assetRoutes(): Hono {
  const routes = new Hono();
  for (const [name, type] of Object.entries(types)) {
    const body = readFileSync(new URL(`browser/${name}`, import.meta.url), "utf8");
    routes.get(`/${name}`, (c) =>
      c.body(body, 200, { "content-type": type, "cache-control": "max-age=60" }),
    );
  }
  return routes;
}
