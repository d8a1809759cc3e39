import {
  ActOptionsRequest,
  ActRequest,
  PasskeyOptions,
  PasswordSignInRequest,
  RecoverByMailRequest,
  RecoveryCodes,
  SetPasswordRequest,
  WaysIn,
  type WaysInAct,
} from "@farthing/protocol";
import { ProblemError } from "@farthing/core";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { payerOf } from "../http/payerOf.ts";
import { payerByPasskey } from "../http/payerByPasskey.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { openSession } from "../http/session.ts";
import { cancelRecoveries } from "../recoveries/cancelRecovery.ts";
import { makeCodes } from "./makeCodes.ts";
import { actOptions, checkAct } from "./ownAct.ts";
import { removePassword, setPassword } from "./password.ts";
import { passwordSignIn } from "./passwordSignIn.ts";
import { setRecoverByMail } from "./recoverByMail.ts";
import { addTotp } from "./totpRoutes.ts";
import { waysIn } from "./waysIn.ts";

/** The ways into one's own wallet: seen by a session, changed by a passkey. */
export function waysInRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addLook(deps, routes);
  addOptions(deps, routes);
  addCodes(deps, routes);
  addMail(deps, routes);
  addCancel(deps, routes);
  addPassword(deps, routes);
  addTotp(deps, routes);
  addSignIn(deps, routes);
  return routes;
}

const post = { method: "post", caller: "payer" } as const;

function addLook(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/wallet/ways-in",
      summary: "Passkeys, recovery codes, mail, password, and recoveries that wait",
      caller: "payer",
      answer: WaysIn,
      problems: [],
    },
    async (c) => c.json(await waysIn(deps, await payerOf(deps, c))),
  );
}

function addOptions(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/options",
      summary: "Ask for the passkey that changes a way in",
      body: ActOptionsRequest,
      answer: PasskeyOptions,
      problems: [],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { act } = await readJson(c, ActOptionsRequest);
      return c.json({ options: await actOptions(deps, { payer, act }) });
    },
  );
}

function addCodes(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/codes",
      summary: "Ten new recovery codes; those of before do nothing any more",
      body: ActRequest,
      answer: RecoveryCodes,
      problems: ["passkey-failed"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const act: WaysInAct = "make-codes";
      await checkAct(deps, { payer, act, ...(await readJson(c, ActRequest)) });
      return c.json({ codes: await makeCodes(deps, payer) });
    },
  );
}

function addMail(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/mail",
      summary: "Whether the confirmed address begins a recovery",
      body: RecoverByMailRequest,
      answer: WaysIn,
      problems: ["not-found", "passkey-failed", "passkey-session-needed"],
    },
    async (c) => {
      const payer = await payerByPasskey(deps, c);
      const { recovers, credential } = await readJson(c, RecoverByMailRequest);
      if (recovers) {
        if (credential === undefined) throw new ProblemError("passkey-failed");
        await checkAct(deps, { payer, act: "recover-by-mail", credential });
      }
      await setRecoverByMail(deps, { payer, recovers });
      return c.json(await waysIn(deps, payer));
    },
  );
}

function addCancel(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/recovery/cancel",
      summary: "Cancel every recovery of this wallet that waits",
      body: ActRequest,
      answer: WaysIn,
      problems: ["passkey-failed"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { credential } = await readJson(c, ActRequest);
      await checkAct(deps, { payer, act: "cancel-recovery", credential });
      await cancelRecoveries(deps, payer);
      return c.json(await waysIn(deps, payer));
    },
  );
}

function addPassword(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/password",
      summary: "Set a password, or another one: it signs in, and the rest still takes a passkey",
      body: SetPasswordRequest,
      answer: WaysIn,
      problems: ["passkey-failed", "password-weak", "unavailable"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { password, credential } = await readJson(c, SetPasswordRequest);
      await checkAct(deps, { payer, act: "set-password", credential });
      await setPassword(deps, { payer, password });
      return c.json(await waysIn(deps, payer));
    },
  );
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/password/remove",
      summary: "Let no password sign in any more; sessions that one opened end",
      body: z.strictObject({}),
      answer: WaysIn,
      problems: ["passkey-session-needed"],
    },
    async (c) => {
      const payer = await payerByPasskey(deps, c);
      await readJson(c, z.strictObject({}));
      await removePassword(deps, payer);
      return c.json(await waysIn(deps, payer));
    },
  );
}

function addSignIn(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      caller: "wallet",
      path: "/v1/wallet/sign-in/password",
      summary: "Sign in with a password, and with a code where one is asked for, without a passkey",
      body: PasswordSignInRequest,
      answer: z.strictObject({}),
      problems: ["sign-in-failed", "totp-needed", "totp-wrong", "too-many-tries"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const ask = await readJson(c, PasswordSignInRequest);
      const signedIn = await passwordSignIn(deps, { ...ask, address: c.env.address });
      await openSession(deps, c, { ...signedIn, level: 1 });
      return c.json({});
    },
  );
}
