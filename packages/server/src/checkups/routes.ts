import { AdviceRequest, Checkup } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { checkupOf, putOffAdvice, reviewAdvice } from "./answerAdvice.ts";

const path = "/v1/wallet/checkup";

/** What a wallet should do next for its security, and what its payer says to that. */
export function checkupRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "get",
      path,
      summary: "Security check-up: a score, and what to do next",
      caller: "payer",
      answer: Checkup,
      problems: [],
    },
    async (c) => c.json(await checkupOf(deps, await payerOf(deps, c))),
  );
  addAnswer(deps, routes, {
    verb: "later",
    summary: "Put advice off for 30 days",
    answer: putOffAdvice,
  });
  addAnswer(deps, routes, {
    verb: "reviewed",
    summary: "A new browser is the payer's own, or a higher price is fine",
    answer: reviewAdvice,
  });
  return routes;
}

function addAnswer(
  deps: Deps,
  routes: Routes,
  of: { verb: "later" | "reviewed"; summary: string; answer: typeof reviewAdvice },
): void {
  const { verb, summary, answer } = of;
  route(
    routes,
    {
      method: "post",
      path: `${path}/${verb}`,
      summary,
      caller: "payer",
      body: AdviceRequest,
      answer: Checkup,
      problems: ["advice-gone"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { advice } = await readJson(c, AdviceRequest);
      await answer(deps, { payer, advice });
      return c.json(await checkupOf(deps, payer));
    },
  );
}
