import { PaymentDetail } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { paymentDetail } from "../wallets/payment.ts";
import { cancelHold } from "./cancelHold.ts";

/** A payer lets go of what is held. */
export function holdRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/payments/{id}/cancel",
      summary: "Cancel a payment that is held; again changes nothing",
      caller: "payer",
      params: IdParams,
      body: z.strictObject({}),
      answer: PaymentDetail,
      problems: ["not-found", "hold-over", "unavailable"],
    },
    async (c) => {
      const of = { payer: await payerOf(deps, c), id: idOf(c) };
      await readJson(c, z.strictObject({}));
      await cancelHold(deps, of);
      c.env.payment = of.id;
      return c.json(await paymentDetail(deps, of));
    },
  );
  return routes;
}
