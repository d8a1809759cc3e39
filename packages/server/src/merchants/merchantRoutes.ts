import { MerchantPayment } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { route } from "../http/route.ts";
import { merchantPayment } from "./merchantPayment.ts";

const Params = z.strictObject({ id: z.string().max(40) });

/** What a merchant's server asks about its payments. */
export function merchantRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "get",
      path: "/v1/payments/{id}",
      summary: "One of the merchant's payments",
      caller: "merchant",
      params: Params,
      answer: MerchantPayment,
      problems: ["not-found", "unavailable"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      return c.json(await merchantPayment(deps, merchant, c.req.param("id") ?? ""));
    },
  );
  return routes;
}
