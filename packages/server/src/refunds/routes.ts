import { RefundRequest, RefundResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { idempotencyKey } from "../http/idempotencyKey.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { refund } from "./refund.ts";

/** Money back: a merchant gives it. */
export function refundRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addRefund(deps, routes);
  return routes;
}

function addRefund(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/refunds",
      summary:
        "Give a payment back, all that is left or a part (with an Idempotency-Key); the same request again hears the first answer",
      caller: "merchant",
      body: RefundRequest,
      movesMoney: "sometimes",
      answer: RefundResponse,
      problems: [
        "refund-too-large",
        "refund-in-too-many-parts",
        "not-found",
        "already-undone",
        "already-refunded",
        "payer-erased",
        "unavailable",
        "outcome-unknown",
      ],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const request = await readJson(c, RefundRequest);
      c.env.payment = request.payment;
      const key = request.amount === undefined ? null : idempotencyKey(c);
      return c.json(await refund(deps, merchant, request, key));
    },
  );
}
