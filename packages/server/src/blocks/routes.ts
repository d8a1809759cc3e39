import { idToBytes, ProblemError } from "@farthing/core";
import { BlockRequest, BlockState } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { readJson } from "../http/readJson.ts";
import { requireOperator } from "../http/requireOperator.ts";
import { route } from "../http/route.ts";
import { blockMerchant, unblockMerchant } from "./blockMerchant.ts";
import { isBlocked } from "./isBlocked.ts";

/** The operator stops a merchant, and lets it go on. */
export function blockRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  add(deps, routes, {
    verb: "block",
    summary: "Stop a merchant: nobody pays it any more",
    act: blockMerchant,
  });
  add(deps, routes, {
    verb: "unblock",
    summary: "Let a merchant be paid again",
    act: unblockMerchant,
  });
  return routes;
}

function add(
  deps: Deps,
  routes: Routes,
  of: { verb: "block" | "unblock"; summary: string; act: typeof blockMerchant },
): void {
  route(
    routes,
    {
      method: "post",
      path: `/v1/operator/merchants/{id}/${of.verb}`,
      summary: of.summary,
      caller: "operator",
      params: IdParams,
      body: BlockRequest,
      answer: BlockState,
      problems: ["not-found", "unavailable"],
    },
    async (c) => {
      requireOperator(deps, c);
      const { why } = await readJson(c, BlockRequest);
      const merchant = idOf(c);
      if (idToBytes("merchant", merchant) === null) throw new ProblemError("not-found");
      await of.act(deps, { merchant, why });
      return c.json({ merchant, blocked: isBlocked(deps, merchant) });
    },
  );
}
