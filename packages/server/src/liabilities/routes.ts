import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { payerOf } from "../http/payerOf.ts";
import { route } from "../http/route.ts";
import { liabilityFile } from "./ownLiability.ts";

/** What it takes to believe that one's own balance is in the total, without believing this server. */
export function liabilitiesRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "get",
      path: "/v1/wallet/liabilities-file",
      summary: "The newest sealed total of what is owed, with this wallet's balance in it",
      caller: "payer",
      answer: { type: "text/plain", description: "A liabilities file (specs/log.md §6)." },
      problems: ["not-found", "unavailable"],
    },
    async (c) => {
      const { day, file } = await liabilityFile(deps, await payerOf(deps, c));
      return c.text(file, 200, {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="liabilities-${day}.tlog-proof"`,
        "cache-control": "no-store",
      });
    },
  );
  return routes;
}
