import {
  EditOptionsRequest,
  EditRequest,
  PasskeyOptions,
  PresetOptionsRequest,
  PresetRequest,
  WalletLimits,
} from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { cancelRaise, changePreset, presetOptions } from "./changePreset.ts";
import { editAllowance, editOptions } from "./editAllowance.ts";
import { walletLimits } from "./walletLimits.ts";

const Nothing = z.strictObject({});

/** The payer's own limits: lower at once, higher by a passkey that is bound to that very change. */
export function limitRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addPreset(deps, routes);
  addCancel(deps, routes);
  addEdit(deps, routes);
  return routes;
}

const post = { method: "post", caller: "payer" } as const;

function addPreset(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/limits/preset/options",
      summary: "Ask for the passkey that raises this wallet's limits",
      body: PresetOptionsRequest,
      answer: PasskeyOptions,
      problems: [],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { preset } = await readJson(c, PresetOptionsRequest);
      return c.json({ options: await presetOptions(deps, { payer, preset }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/limits/preset",
      summary: "Choose Careful, Balanced or Convenient: lower holds at once, higher waits",
      body: PresetRequest,
      answer: WalletLimits,
      problems: ["raise-needs-passkey", "passkey-failed", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { preset, credential = null } = await readJson(c, PresetRequest);
      await changePreset(deps, { payer, preset, credential });
      return c.json(await walletLimits(deps, payer));
    },
  );
}

function addCancel(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/limits/raise/cancel",
      summary: "Cancel a raise that waits",
      body: Nothing,
      answer: WalletLimits,
      problems: ["unavailable", "outcome-unknown"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      await cancelRaise(deps, payer);
      return c.json(await walletLimits(deps, payer));
    },
  );
}

function addEdit(deps: Deps, routes: Routes): void {
  const path = "/v1/wallet/allowances/{id}/limits";
  const problems = ["not-found", "allowance-not-active", "limits-too-high"] as const;
  route(
    routes,
    {
      ...post,
      path: `${path}/options`,
      summary: "Ask for the passkey that raises what a site may charge",
      params: IdParams,
      body: EditOptionsRequest,
      answer: PasskeyOptions,
      problems,
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { lines } = await readJson(c, EditOptionsRequest);
      return c.json({ options: await editOptions(deps, { payer, id: idOf(c), lines }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path,
      summary: "Change what a site may charge by a click: lower at once, higher by a passkey",
      params: IdParams,
      body: EditRequest,
      answer: Nothing,
      problems: [
        ...problems,
        "raise-needs-passkey",
        "passkey-failed",
        "unavailable",
        "outcome-unknown",
      ],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { lines, credential = null } = await readJson(c, EditRequest);
      await editAllowance(deps, { payer, id: idOf(c), lines, credential });
      return c.json({});
    },
  );
}
