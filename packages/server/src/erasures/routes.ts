import { ProblemError } from "@farthing/core";
import { Erasure, EraseRequest } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { clearSessionCookie } from "../http/cookies.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { checkAct } from "../waysIn/ownAct.ts";
import { askErasure, erasureOf } from "./askErasure.ts";
import { cancelErasure } from "./cancelErasure.ts";

const Nothing = z.strictObject({});
const path = "/v1/wallet/erasure";

/** Leaving for good: a passkey asks, anybody who is signed in cancels. */
export function erasureRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addLook(deps, routes);
  addAsk(deps, routes);
  addCancel(deps, routes);
  return routes;
}

function addLook(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      caller: "payer",
      path,
      summary: "Whether this wallet is to be erased, and what stands in the way",
      answer: Erasure,
      problems: [],
    },
    async (c) => c.json(await erasureOf(deps, await payerOf(deps, c))),
  );
}

function addAsk(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      caller: "payer",
      path,
      summary: "Erase this wallet when the wait is over",
      body: EraseRequest,
      answer: Erasure,
      problems: ["passkey-failed", "erasure-blocked", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { credential, givesUp } = await readJson(c, EraseRequest);
      await checkAct(deps, { payer, act: "erase-wallet", credential });
      const erasure = await askErasure(deps, { payer, givesUp });
      if (erasure.erased) clearSessionCookie(deps, c);
      return c.json(erasure);
    },
  );
}

function addCancel(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      caller: "payer",
      path: `${path}/cancel`,
      summary: "Keep this wallet",
      body: Nothing,
      answer: Erasure,
      problems: ["erasure-begun"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      if (!(await cancelErasure(deps, payer))) throw new ProblemError("erasure-begun");
      return c.json(await erasureOf(deps, payer));
    },
  );
}
