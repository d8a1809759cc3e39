import { PasskeyOptions, UnfreezeRequest } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { freezeWallet, unfreezeOptions, unfreezeWallet } from "./freeze.ts";
import { pauseAllowance } from "./pause.ts";

const Nothing = z.strictObject({});

/** Stopping what may be charged, at once and by one press; going on needs as much as it did to begin. */
export function freezeRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addFreeze(deps, routes);
  addUnfreeze(deps, routes);
  addPause(deps, routes, "pause");
  addPause(deps, routes, "resume");
  return routes;
}

const post = { method: "post", caller: "payer" } as const;

function addFreeze(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/freeze",
      summary: "Let nothing be charged to this wallet any more",
      body: Nothing,
      answer: Nothing,
      problems: ["unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      await freezeWallet(deps, payer);
      return c.json({});
    },
  );
}

function addUnfreeze(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/unfreeze/options",
      summary: "Ask for the passkey that unfreezes this wallet",
      body: Nothing,
      answer: PasskeyOptions,
      problems: [],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      return c.json({ options: await unfreezeOptions(deps, payer) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/unfreeze",
      summary: "The passkey's answer: the wallet pays again",
      body: UnfreezeRequest,
      answer: Nothing,
      problems: ["passkey-failed", "erasure-begun", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { credential } = await readJson(c, UnfreezeRequest);
      await unfreezeWallet(deps, { payer, credential });
      return c.json({});
    },
  );
}

function addPause(deps: Deps, routes: Routes, verb: "pause" | "resume"): void {
  route(
    routes,
    {
      ...post,
      path: `/v1/wallet/allowances/{id}/${verb}`,
      summary:
        verb === "pause" ? "Let a site charge nothing for now" : "Let a paused site charge again",
      params: IdParams,
      body: Nothing,
      answer: Nothing,
      problems: ["not-found", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      await pauseAllowance(deps, { payer, id: idOf(c), paused: verb === "pause" });
      return c.json({});
    },
  );
}
