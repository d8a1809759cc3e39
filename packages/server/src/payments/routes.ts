import {
  HelloRequest,
  HelloResponse,
  PaymentOutcome,
  PaymentRequest,
  UndoOutcome,
  UndoRequest,
} from "@farthing/protocol";
import { z } from "zod";
import { idToBytes, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { capture } from "./capture.ts";
import { hello } from "./hello.ts";
import { undo } from "./undo.ts";
import { outcomeLabel } from "./outcomeLabel.ts";

const PaymentParams = z.strictObject({ id: z.string().max(40) });

/** What the wallet's frame asks, inside a merchant's page (rule 7: only the frame itself). */
export function paymentRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addHello(deps, routes);
  addCapture(deps, routes);
  addUndo(deps, routes);
  return routes;
}

function addHello(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/hello",
      summary: "What the button shows: price, merchant, and what a click will do",
      caller: "frame",
      body: HelloRequest,
      answer: HelloResponse,
      problems: [
        "offer-invalid",
        "offer-expired",
        "wrong-merchant",
        "origin-not-registered",
        "signature-invalid",
        "authorization-expired",
        "clock-skew",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      return c.json(await hello(deps, await readJson(c, HelloRequest)));
    },
  );
}

function addCapture(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/payments",
      summary: "Pay by one click; the same bytes again hear the first answer",
      caller: "frame",
      body: PaymentRequest,
      answer: PaymentOutcome,
      problems: [
        "offer-invalid",
        "offer-expired",
        "wrong-merchant",
        "origin-not-registered",
        "device-unknown",
        "signature-invalid",
        "authorization-expired",
        "clock-skew",
        "counter-conflict",
        "already-undone",
        "already-refunded",
        "unavailable",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const outcome = await capture(deps, await readJson(c, PaymentRequest));
      c.env.outcome = outcomeLabel(outcome);
      if ("payment" in outcome) c.env.payment = outcome.payment;
      if (outcome.kind === "step-up") deps.metrics.prompt("step-up");
      return c.json(outcome);
    },
  );
}

function addUndo(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/payments/{id}/undo",
      summary: "Take a payment back within its undo time",
      caller: "frame",
      params: PaymentParams,
      body: UndoRequest,
      answer: UndoOutcome,
      problems: [
        "not-found",
        "undo-too-late",
        "undo-limit-reached",
        "already-undone",
        "already-refunded",
        "signature-invalid",
        "authorization-expired",
        "clock-skew",
        "unavailable",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { proof } = await readJson(c, UndoRequest);
      const payment = c.req.param("id") ?? "";
      if (idToBytes("payment", payment) === null) throw new ProblemError("not-found");
      c.env.payment = payment;
      return c.json(await undo(deps, { payment, proof }));
    },
  );
}
