import { newRoutes, type Routes } from "../http/context.ts";
import { route } from "../http/route.ts";

/** `/v1/openapi.json`: what the reference page and client generators read. `text` is asked once, at first use. */
export function referenceRoutes(text: () => string): Routes {
  const routes = newRoutes();
  let cached: string | null = null;
  route(
    routes,
    {
      method: "get",
      path: "/v1/openapi.json",
      summary: "This document",
      caller: "anybody",
      answer: { type: "application/json", description: "OpenAPI 3.1, with `x-problems`." },
      problems: [],
    },
    (c) =>
      c.body((cached ??= text()), 200, {
        "content-type": "application/json",
        "cache-control": "public, max-age=300",
        "access-control-allow-origin": "*",
      }),
  );
  return routes;
}
