import { problems, type ProblemCode } from "@farthing/core";
import type { ServerConfig } from "../config.ts";
import type { Routes } from "../http/context.ts";

/** OpenAPI 3.1 of every route that `routes` holds, with all problems as `x-problems`. The same text each time. */
export function openApiText(config: ServerConfig, routes: Routes): string {
  routes.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "The API key of a merchant.",
  });
  routes.openAPIRegistry.registerComponent("securitySchemes", "operatorKey", {
    type: "http",
    scheme: "bearer",
    description: "What `farthing operator key` tells.",
  });
  routes.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: config.insecureLoopback ? "farthing-dev" : "__Host-farthing",
    description: "The wallet's session; only the wallet's own pages may use it.",
  });
  const document = routes.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Farthing",
      version: "1",
      description: "Micropayments: offers, one-click payments, receipts and the public log.",
    },
    servers: [{ url: config.origin }],
  });
  return JSON.stringify({ ...document, "x-problems": problemList() });
}

/** Every problem there is, in the order of the catalogue. */
function problemList() {
  return Object.entries(problems).map(([code, kind]) => ({ code: code as ProblemCode, ...kind }));
}
