import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { servePage } from "../pages/pageRoutes.ts";
import type { Ctx, Routes } from "./context.ts";
import { isForPrograms } from "./isForPrograms.ts";
import { problemResponse } from "./problemResponse.ts";

const methods = ["GET", "POST", "PATCH"];

/**
 * What no route answers: the wallet's own pages name themselves in the browser, so a person's address gets the
 * wallet; a program learns whether the path or only the method is wrong.
 */
export function nothingHere(deps: Deps, routes: Routes, c: Ctx): Response {
  const { method, path } = c.req;
  const others = methods.filter(
    (other) => other !== method && routes.router.match(other, path)[0].length > 0,
  );
  if (others.length > 0) {
    const refused = problemResponse(deps, c.env, new ProblemError("method-not-allowed"));
    refused.headers.set("allow", others.join(", "));
    return refused;
  }
  const isPage = method === "GET" && (c.req.header("accept") ?? "").includes("text/html");
  if (isPage && !isForPrograms(path) && !/\.\w+$/.test(path)) return servePage(deps, c, "index");
  return problemResponse(deps, c.env, new ProblemError("not-found"));
}
