import {
  AfterRequest,
  AfterResponse,
  HelloRequest,
  HelloResponse,
  PaymentOutcome,
  PaymentRequest,
  ShownRequest,
  UndoOutcome,
  UndoRequest,
  WishRequest,
} from "@farthing/protocol";
import { z } from "zod";
import { idToBytes, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { partition } from "../http/cookies.ts";
import { offerProblems, signatureProblems } from "../http/frameProblems.ts";
import { IdParams } from "../http/idOf.ts";
import { noteOutcome } from "../http/noteOutcome.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { after } from "./after.ts";
import { capture } from "./capture.ts";
import { hello } from "./hello.ts";
import { undo } from "./undo.ts";
import { shown } from "./shown.ts";
import { wish } from "./wish.ts";

const Nothing = z.strictObject({});

/** What the wallet's frame asks, inside a merchant's page (rule 7: only the frame itself). */
export function paymentRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addHello(deps, routes);
  addCapture(deps, routes);
  addUndo(deps, routes);
  addAfter(deps, routes);
  addShown(deps, routes);
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
      problems: [...offerProblems, ...signatureProblems],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, HelloRequest);
      return c.json(await hello(deps, request, (merchant) => partition(c, merchant)));
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
        ...offerProblems,
        "device-unknown",
        ...signatureProblems,
        "counter-conflict",
        "already-undone",
        "already-refunded",
        "unavailable",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, PaymentRequest);
      const outcome = await capture(deps, request, c.env);
      const { signals } = request;
      if (signals !== undefined) deps.metrics.click(signals.visible, signals.pointer);
      noteOutcome(c.env, outcome);
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
      params: IdParams,
      body: UndoRequest,
      answer: UndoOutcome,
      problems: [
        "not-found",
        "undo-too-late",
        "undo-limit-reached",
        "payer-erased",
        "already-undone",
        "already-refunded",
        "partly-refunded",
        ...signatureProblems,
        "unavailable",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { proof } = await readJson(c, UndoRequest);
      return c.json(await undo(deps, { payment: paymentId(c), proof }));
    },
  );
}

function addAfter(deps: Deps, routes: Routes): void {
  const ofPayment = { method: "post", caller: "frame", params: IdParams } as const;
  const problems = ["not-found", ...signatureProblems] as const;
  route(
    routes,
    {
      ...ofPayment,
      path: "/v1/frame/payments/{id}/after",
      summary: "What may be said once it is paid: every tenth time, what the week cost",
      body: AfterRequest,
      answer: AfterResponse,
      problems,
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { proof } = await readJson(c, AfterRequest);
      return c.json(await after(deps, { payment: paymentId(c), proof }));
    },
  );
  route(
    routes,
    {
      ...ofPayment,
      path: "/v1/frame/payments/{id}/wish",
      summary: "Ask me less here, ask me more here: the last word of a payment is kept",
      body: WishRequest,
      answer: Nothing,
      problems,
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const said = await readJson(c, WishRequest);
      await wish(deps, { payment: paymentId(c), ...said });
      return c.json({});
    },
  );
}

function addShown(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      caller: "frame",
      params: IdParams,
      path: "/v1/frame/payments/{id}/shown",
      summary: "How long the payer waited for what was paid: counted once for each payment",
      body: ShownRequest,
      answer: Nothing,
      problems: ["not-found", ...signatureProblems],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const told = await readJson(c, ShownRequest);
      shown(deps, { payment: paymentId(c), ...told });
      return c.json({});
    },
  );
}

function paymentId(c: Ctx): string {
  const payment = c.req.param("id") ?? "";
  if (idToBytes("payment", payment) === null) throw new ProblemError("not-found");
  c.env.payment = payment;
  return payment;
}
