import {
  AskRefundRequest,
  PaymentDetail,
  RefundRequest,
  RefundRequestPage,
  RefundResponse,
} from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { idempotencyKey } from "../http/idempotencyKey.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { readFields, readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { askRefund } from "./askRefund.ts";
import { refund } from "./refund.ts";
import { type RefundCursor, refundRequests } from "./refundRequests.ts";

/** `before`: the `next` of the page above. */
const PageQuery = z.strictObject({
  before: z
    .string()
    .regex(/^[0-9]{1,15}-pay_[0-9a-z]{26}$/)
    .optional(),
});

/** Money back: a merchant gives it, a payer asks for it. */
export function refundRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addRefund(deps, routes);
  addRefundRequests(deps, routes);
  addAskRefund(deps, routes);
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

function addRefundRequests(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/refund-requests",
      summary: "What payers ask back and did not get yet, newest first, 50 a page",
      caller: "merchant",
      query: PageQuery,
      answer: RefundRequestPage,
      problems: ["invalid-request", "unavailable"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const { before } = readFields(c.req.query(), PageQuery);
      return c.json(await refundRequests(deps, merchant, cursorOf(before)));
    },
  );
}

function addAskRefund(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/payments/{id}/refund-requests",
      summary: "Ask the merchant for the money back; asked again, nothing changes",
      caller: "payer",
      params: IdParams,
      body: AskRefundRequest,
      answer: PaymentDetail,
      problems: ["not-found", "undo-first", "already-undone", "already-refunded"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const request = await readJson(c, AskRefundRequest);
      return c.json(await askRefund(deps, { payer, id: idOf(c), request }));
    },
  );
}

function cursorOf(before: string | undefined): RefundCursor | null {
  const [askedAt, payment] = before?.split("-") ?? [];
  return askedAt === undefined || payment === undefined
    ? null
    : { askedAt: Number(askedAt), payment };
}
