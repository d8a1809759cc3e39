import {
  AgentAskView,
  AgentEditOptionsRequest,
  AgentEditRequest,
  AgentGoOnRequest,
  AgentOptionsRequest,
  AgentOutcome,
  AgentPaymentRequest,
  AgentRequest,
  AgentResponse,
  AgentSite,
  AgentSiteRequest,
  AgentsPage,
  PasskeyOptions,
  PaymentOutcome,
} from "@farthing/protocol";
import { ProblemError } from "@farthing/core";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { signatureProblems } from "../http/frameProblems.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { noteOutcome } from "../http/noteOutcome.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { agentsPage, askView } from "./agentsPage.ts";
import { goOn, goOnOptions, pauseAgent, revokeAgent } from "./changeAgent.ts";
import { editAgent, editAgentOptions } from "./editAgent.ts";
import { findSite } from "./findSite.ts";
import { agentOptions, makeAgent } from "./makeAgent.ts";
import { payAsAgent } from "./pay.ts";
import { askOptions, ownAsk, payAsk, refuseAsk } from "./payAsk.ts";

const Nothing = z.strictObject({});
const post = { method: "post", caller: "payer" } as const;
const home = "/v1/wallet/programs";

/** Keys for programs (rule 1): the wallet's pages make and stop them, programs pay with them. */
export function agentRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addPayment(deps, routes);
  addPage(deps, routes);
  addMake(deps, routes);
  addSite(deps, routes);
  addEdit(deps, routes);
  addGoOn(deps, routes);
  addStop(deps, routes);
  addAsk(deps, routes);
  addAskAnswer(deps, routes);
  return routes;
}

function addPayment(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/programs/payments",
      summary:
        "Pay by a program's key, without a click; the same bytes again hear the first answer",
      caller: "program",
      body: AgentPaymentRequest,
      answer: AgentOutcome,
      problems: [
        "offer-invalid",
        "offer-expired",
        "wrong-merchant",
        ...signatureProblems,
        "counter-conflict",
        "already-refunded",
        "payment-held",
        "payment-released",
        "unavailable",
      ],
    },
    async (c) => {
      // Browsers say where a page's request comes from, and no page can leave it out: no page pays without a click.
      const headers = c.req.raw.headers;
      if (headers.has("sec-fetch-site") || headers.has("origin")) {
        throw new ProblemError("click-required");
      }
      const request = await readJson(c, AgentPaymentRequest);
      const outcome = await payAsAgent(deps, request, c.env);
      noteOutcome(c.env, outcome);
      return c.json(outcome);
    },
  );
}

function addPage(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: home,
      summary: "Programs that may pay from this wallet, and what they ask for",
      caller: "payer",
      answer: AgentsPage,
      problems: [],
    },
    async (c) => c.json(await agentsPage(deps, await payerOf(deps, c))),
  );
}

const makeProblems = ["limits-too-high", "key-in-use", "programs-full"] as const;

function addMake(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: `${home}/options`,
      summary: "Ask for the passkey that makes a key for a program",
      body: AgentOptionsRequest,
      answer: PasskeyOptions,
      problems: makeProblems,
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { terms } = await readJson(c, AgentOptionsRequest);
      return c.json({ options: await agentOptions(deps, { payer, terms }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: home,
      summary: "The passkey's answer: the program may pay within these terms",
      body: AgentRequest,
      answer: AgentResponse,
      problems: [...makeProblems, "passkey-failed", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { terms, credential } = await readJson(c, AgentRequest);
      return c.json({ id: await makeAgent(deps, { payer, terms, credential }) });
    },
  );
}

function addSite(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: `${home}/sites`,
      summary: "The site at an address, to be named as one that a program may pay",
      body: AgentSiteRequest,
      answer: AgentSite,
      problems: ["not-found"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { origin } = await readJson(c, AgentSiteRequest);
      await deps.rates.payer(`${payer}/sites`);
      return c.json(await findSite(deps, origin));
    },
  );
}

const editProblems = ["not-found", "program-not-active", "limits-too-high"] as const;

function addEdit(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: `${home}/{id}/terms/options`,
      summary: "Ask for the passkey that lets a program pay more, or at a further site",
      params: IdParams,
      body: AgentEditOptionsRequest,
      answer: PasskeyOptions,
      problems: editProblems,
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { edit } = await readJson(c, AgentEditOptionsRequest);
      return c.json({ options: await editAgentOptions(deps, { payer, id: idOf(c), edit }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: `${home}/{id}/terms`,
      summary: "Change what a program may pay, and where: less at once, more by a passkey",
      params: IdParams,
      body: AgentEditRequest,
      answer: Nothing,
      problems: [
        ...editProblems,
        "raise-needs-passkey",
        "passkey-failed",
        "unavailable",
        "outcome-unknown",
      ],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { edit, credential = null } = await readJson(c, AgentEditRequest);
      await editAgent(deps, { payer, id: idOf(c), edit, credential });
      return c.json({});
    },
  );
}

function addGoOn(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: `${home}/{id}/go-on/options`,
      summary: "Ask for the passkey that lets a program go on",
      params: IdParams,
      body: Nothing,
      answer: PasskeyOptions,
      problems: ["not-found"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      return c.json({ options: await goOnOptions(deps, { payer, id: idOf(c) }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: `${home}/{id}/go-on`,
      summary: "The passkey's answer: the program's next session begins",
      params: IdParams,
      body: AgentGoOnRequest,
      answer: Nothing,
      problems: ["not-found", "passkey-failed", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { credential } = await readJson(c, AgentGoOnRequest);
      await goOn(deps, { payer, id: idOf(c), credential });
      return c.json({});
    },
  );
}

const stops = {
  pause: "Let a program pay nothing for now",
  resume: "Let a paused program pay again",
  revoke: "Take a program's key back for good",
} as const;

function addStop(deps: Deps, routes: Routes): void {
  for (const verb of ["pause", "resume", "revoke"] as const) {
    route(
      routes,
      {
        ...post,
        path: `${home}/{id}/${verb}`,
        summary: stops[verb],
        params: IdParams,
        body: Nothing,
        answer: Nothing,
        problems: ["not-found", "unavailable", "outcome-unknown"],
      },
      async (c) => {
        const payer = await payerOf(deps, c);
        await readJson(c, Nothing);
        const id = idOf(c);
        if (verb === "revoke") await revokeAgent(deps, { payer, id });
        else await pauseAgent(deps, { payer, id, paused: verb === "pause" });
        return c.json({});
      },
    );
  }
}

function addAsk(deps: Deps, routes: Routes): void {
  const path = `${home}/asks/{id}`;
  route(
    routes,
    {
      method: "get",
      path,
      summary: "One request of a program, as its payer reads it",
      caller: "payer",
      params: IdParams,
      answer: AgentAskView,
      problems: ["not-found"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      return c.json(await askView(deps, await ownAsk(deps, { payer, id: idOf(c) })));
    },
  );
  route(
    routes,
    {
      ...post,
      path: `${path}/refuse`,
      summary: "Say no to a program's request",
      params: IdParams,
      body: Nothing,
      answer: Nothing,
      problems: ["not-found", "request-over"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      await refuseAsk(deps, { payer, id: idOf(c) });
      return c.json({});
    },
  );
}

function addAskAnswer(deps: Deps, routes: Routes): void {
  const path = `${home}/asks/{id}/payment`;
  route(
    routes,
    {
      ...post,
      path: `${path}/options`,
      summary: "Ask for the passkey that says yes to one payment of a program",
      params: IdParams,
      body: Nothing,
      answer: PasskeyOptions,
      problems: ["not-found", "request-over"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      return c.json({ options: await askOptions(deps, { payer, id: idOf(c) }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path,
      summary: "The passkey's answer: pays what the program asked for, once",
      params: IdParams,
      body: AgentGoOnRequest,
      answer: PaymentOutcome,
      problems: ["not-found", "request-over", "passkey-failed", "offer-expired", "unavailable"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { credential } = await readJson(c, AgentGoOnRequest);
      const outcome = await payAsk(deps, { payer, id: idOf(c), credential });
      noteOutcome(c.env, outcome);
      return c.json(outcome);
    },
  );
}
