import { GrantProof, GrantRequest, GrantResult } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Routes } from "../http/context.ts";
import { partition } from "../http/cookies.ts";
import { offerProblems, signatureProblems } from "../http/frameProblems.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { cancelGrant } from "./cancel.ts";
import { grantEvents } from "./events.ts";
import { grantOfFrame } from "./frameGate.ts";
import { grantId, GrantParams } from "./grantId.ts";
import { openGrant } from "./open.ts";
import { grantResult } from "./result.ts";

/** What the frame asks of a grant: open it, follow it, hear its result, give it up (rules 4, 5). */
export function addFrameRoutes(deps: Deps, routes: Routes): void {
  addRequest(deps, routes);
  addCancel(deps, routes);
  addEvents(deps, routes);
}

function addRequest(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/grants",
      summary: "Ask for a grant, at the click that opens the wallet's page",
      caller: "frame",
      body: GrantRequest,
      answer: GrantResult,
      problems: [...offerProblems, "signature-invalid", "grant-used"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, GrantRequest);
      return c.json(await openGrant(deps, request, (merchant) => partition(c, merchant), c.env));
    },
  );
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/grants/{id}/result",
      summary: "What became of a grant: receipt and allowance once it is approved",
      caller: "frame",
      params: GrantParams,
      body: GrantProof,
      answer: GrantResult,
      problems: ["grant-not-found", ...signatureProblems, "already-undone", "already-refunded"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { proof } = await readJson(c, GrantProof);
      const ask = { id: grantId(c), purpose: "grant-result", proof } as const;
      const grant = await grantOfFrame(deps, { ...ask, partition: (id) => partition(c, id) });
      return c.json(grantResult(deps, grant));
    },
  );
}

function addCancel(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/grants/{id}/cancel",
      summary: "The payer waits no longer; answered with what became of the grant",
      caller: "frame",
      params: GrantParams,
      body: GrantProof,
      answer: GrantResult,
      problems: ["grant-not-found", ...signatureProblems],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { proof } = await readJson(c, GrantProof);
      const ask = { id: grantId(c), purpose: "grant-cancel", proof } as const;
      const grant = await grantOfFrame(deps, { ...ask, partition: (id) => partition(c, id) });
      return c.json(await cancelGrant(deps, grant));
    },
  );
}

function addEvents(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/frame/grants/{id}/events",
      summary: "The status of a grant as it changes, for at most five minutes",
      caller: "frame",
      params: GrantParams,
      body: GrantProof,
      answer: {
        type: "text/event-stream",
        description: "`status` events: waiting, opened, approved, closed or expired",
      },
      problems: ["grant-not-found", ...signatureProblems, "unavailable"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { proof } = await readJson(c, GrantProof);
      const ask = { id: grantId(c), purpose: "grant-events", proof } as const;
      const grant = await grantOfFrame(deps, { ...ask, partition: (id) => partition(c, id) });
      return new Response(grantEvents(deps, grant, c.env.address), {
        headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
      });
    },
  );
}
