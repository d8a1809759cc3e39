import { Balance, BalanceQuery } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { readFields } from "../http/readJson.ts";
import { requireOperator } from "../http/requireOperator.ts";
import { route } from "../http/route.ts";
import { readBalance } from "./readBalance.ts";

const daysDefault = 30;

/** Both sides of the balance, as figures. */
export function balanceRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "get",
      path: "/v1/operator/balance",
      summary: "Friction and loss of the last days, by day, price and merchant",
      caller: "operator",
      query: BalanceQuery,
      answer: Balance,
      problems: ["invalid-request"],
    },
    async (c) => {
      requireOperator(deps, c);
      const { days } = readFields(c.req.query(), BalanceQuery);
      return c.json(await readBalance(deps, days === undefined ? daysDefault : Number(days)));
    },
  );
  return routes;
}
