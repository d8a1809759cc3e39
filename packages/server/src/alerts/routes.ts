import { SeenAlertRequest } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";

/** A payer has looked at what was unusual. */
export function alertRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/alerts/seen",
      summary: "Show an alert no more: its payer looked at it; again changes nothing",
      caller: "payer",
      body: SeenAlertRequest,
      answer: z.strictObject({}),
      problems: [],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { kind, site } = await readJson(c, SeenAlertRequest);
      await deps.store
        .updateTable("unusual_alerts")
        .set({ seen_at: deps.clock.now() })
        .where("payer_id", "=", payer)
        .where("kind", "=", kind)
        .where("merchant_id", "=", site)
        .where("seen_at", "is", null)
        .execute();
      return c.json({});
    },
  );
  return routes;
}
