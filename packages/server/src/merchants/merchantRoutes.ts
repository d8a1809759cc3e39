import { MerchantPayment, OriginRequest, OriginsResponse } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { addOrigin } from "./addOrigin.ts";
import { merchantPayment } from "./merchantPayment.ts";

const Params = z.strictObject({ id: z.string().max(40) });

/** What a merchant's server asks about its payments and its own entry here. */
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
  route(
    routes,
    {
      method: "post",
      path: "/v1/merchant/origins",
      summary:
        "Register one more address of this machine whose pages may show this merchant's buttons",
      caller: "merchant",
      body: OriginRequest,
      answer: OriginsResponse,
      problems: [],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const { origin } = await readJson(c, OriginRequest);
      return c.json({
        origins: await addOrigin(deps, { merchant: merchant.id, origin, by: "merchant" }),
      });
    },
  );
  return routes;
}
