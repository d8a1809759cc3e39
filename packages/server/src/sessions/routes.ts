import { ProblemError } from "@farthing/core";
import { secretHash } from "@farthing/identity";
import { Sessions } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { sessionSecret } from "../http/cookies.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { endOtherSessions, endSession } from "./endSessions.ts";
import { listSessions, type OwnSession } from "./listSessions.ts";

const path = "/v1/wallet/sessions";
const Nothing = z.strictObject({});

/** Where a wallet is signed in: seen, and ended one by one or all at once. */
export function sessionRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  const both = { caller: "payer", answer: Sessions } as const;
  route(
    routes,
    { ...both, method: "get", path, summary: "Where this wallet is signed in", problems: [] },
    async (c) => c.json(await listSessions(deps, await ownSession(deps, c))),
  );
  route(
    routes,
    {
      ...both,
      method: "post",
      path: `${path}/{id}/end`,
      summary: "Sign one browser out",
      params: IdParams,
      body: Nothing,
      problems: ["not-found"],
    },
    async (c) => {
      const own = await ownSession(deps, c);
      await readJson(c, Nothing);
      await endSession(deps, { ...own, id: idOf(c) });
      return c.json(await listSessions(deps, own));
    },
  );
  route(
    routes,
    {
      ...both,
      method: "post",
      path: `${path}/end-others`,
      summary: "Sign every other browser out",
      body: Nothing,
      problems: [],
    },
    async (c) => {
      const own = await ownSession(deps, c);
      await readJson(c, Nothing);
      await endOtherSessions(deps.store, { ...own, now: deps.clock.now() });
      return c.json(await listSessions(deps, own));
    },
  );
  return routes;
}

async function ownSession(deps: Deps, c: Ctx): Promise<OwnSession> {
  const payer = await payerOf(deps, c);
  const secret = sessionSecret(deps, c);
  if (secret === null) throw new ProblemError("signed-out");
  return { payer, session: secretHash(secret) };
}
