import {
  PaymentOutcome,
  StepUpPaymentRequest,
  StepUpRequest,
  StepUpResponse,
} from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { offerProblems, signatureProblems } from "../http/frameProblems.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { outcomeLabel } from "../payments/outcomeLabel.ts";
import { askStepUp } from "./askStepUp.ts";
import { payStepUp } from "./payStepUp.ts";

/** A passkey inside the frame, for small prices that a click does not cover (rule 19). */
export function stepUpRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addQuestion(deps, routes);
  addAnswer(deps, routes);
  return routes;
}

function addQuestion(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/step-ups",
      summary: "Ask for a passkey on one payment, inside the frame",
      caller: "frame",
      body: StepUpRequest,
      answer: StepUpResponse,
      problems: ["step-up-elsewhere", ...offerProblems, ...signatureProblems],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const response = await askStepUp(deps, await readJson(c, StepUpRequest), c.env);
      c.env.prompt = "frame-passkey";
      return c.json(response);
    },
  );
}

function addAnswer(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/step-ups/payments",
      summary:
        "The passkey's answer: pays what was asked; the same bytes again hear the first answer",
      caller: "frame",
      body: StepUpPaymentRequest,
      answer: PaymentOutcome,
      problems: [
        "passkey-failed",
        "authorization-expired",
        "offer-expired",
        "wrong-merchant",
        "origin-not-registered",
        "counter-conflict",
        "already-undone",
        "already-refunded",
        "unavailable",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const outcome = await payStepUp(deps, await readJson(c, StepUpPaymentRequest), c.env);
      c.env.outcome = outcomeLabel(outcome);
      if ("payment" in outcome) c.env.payment = outcome.payment;
      return c.json(outcome);
    },
  );
}
