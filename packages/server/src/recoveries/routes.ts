import {
  FinishRecoveryRequest,
  PasskeyOptions,
  RecoveryMailRequest,
  RecoveryRequest,
  RecoveryView,
} from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { browserName } from "../http/browserName.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { openSession } from "../http/session.ts";
import { passkeyHolds } from "../wallets/passkeyPayer.ts";
import { askByMail } from "./askByMail.ts";
import { beginRecovery, lookAtRecovery } from "./beginRecovery.ts";
import { finishOptions, finishRecovery } from "./finishRecovery.ts";
import { addReviews } from "./reviewRoutes.ts";

const Nothing = z.strictObject({});

/** The way back into a wallet for whoever is signed in nowhere: by a code, or by a link that came by mail. */
export function recoveryRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addMail(deps, routes);
  addStep(deps, routes, {
    path: "/v1/wallet/recovery/look",
    summary: "What a recovery code or link would do, or how far its recovery is; changes nothing",
    step: lookAtRecovery,
  });
  addStep(deps, routes, {
    path: "/v1/wallet/recovery/begin",
    summary: "Begin the recovery of the wallet that a code or link is of",
    step: beginRecovery,
  });
  addFinish(deps, routes);
  addReviews(deps, routes);
  return routes;
}

const post = { method: "post", caller: "wallet" } as const;

async function readOwn<Schema extends z.ZodType>(deps: Deps, c: Ctx, schema: Schema) {
  requireSameOrigin(deps, c);
  return readJson(c, schema);
}

function addMail(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/recovery/mail",
      summary:
        "Send a link to an address, if a wallet lets it begin a recovery; the answer is alike",
      body: RecoveryMailRequest,
      answer: Nothing,
      problems: [],
    },
    async (c) => {
      const { address } = await readOwn(deps, c, RecoveryMailRequest);
      await askByMail(deps, address);
      return c.json({});
    },
  );
}

function addStep(
  deps: Deps,
  routes: Routes,
  { path, summary, step }: { path: string; summary: string; step: typeof lookAtRecovery },
): void {
  const problems = ["recovery-refused", "too-many-tries"] as const;
  const spec = { ...post, path, summary, body: RecoveryRequest, answer: RecoveryView, problems };
  route(routes, spec, async (c) => {
    const { secret } = await readOwn(deps, c, RecoveryRequest);
    return c.json(await step(deps, { secret, address: c.env.address }));
  });
}

function addFinish(deps: Deps, routes: Routes): void {
  const problems = ["recovery-refused", "recovery-not-ready", "too-many-tries"] as const;
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/recovery/options",
      summary: "Once the wait is over: what the new passkey is made of",
      body: RecoveryRequest,
      answer: PasskeyOptions,
      problems,
    },
    async (c) => {
      const { secret } = await readOwn(deps, c, RecoveryRequest);
      const { address } = c.env;
      return c.json({ options: await finishOptions(deps, { secret, address }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/recovery/finish",
      summary:
        "The new passkey: every other session ends, the limits are Careful, one session opens",
      body: FinishRecoveryRequest,
      answer: Nothing,
      problems: [...problems, "passkey-failed", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      const ask = await readOwn(deps, c, FinishRecoveryRequest);
      const payerId = await finishRecovery(deps, {
        ...ask,
        address: c.env.address,
        browser: browserName(c.req.header("user-agent")),
      });
      await openSession(deps, c, { payerId, level: 2, proof: passkeyHolds(ask.credential) });
      return c.json({});
    },
  );
}
