import {
  ActRequest,
  ConfirmTotpRequest,
  RemoveTotpRequest,
  TotpOffer,
  WaysIn,
} from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Routes } from "../http/context.ts";
import { payerByPasskey } from "../http/payerByPasskey.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { checkAct } from "./ownAct.ts";
import { confirmTotp, offerTotp, removeTotp } from "./totp.ts";
import { waysIn } from "./waysIn.ts";

const post = { method: "post", caller: "payer" } as const;

/** An authenticator app beside the password: set up by a passkey and one code, removed by a passkey. */
export function addTotp(deps: Deps, routes: Routes): void {
  addBegin(deps, routes);
  addConfirm(deps, routes);
  addRemove(deps, routes);
}

function addBegin(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/totp/begin",
      summary:
        "A key for an authenticator app (RFC 6238); nothing changes before a code confirms it",
      body: ActRequest,
      answer: TotpOffer,
      problems: ["passkey-failed", "passkey-session-needed"],
    },
    async (c) => {
      const payer = await payerByPasskey(deps, c);
      await checkAct(deps, { payer, act: "set-totp", ...(await readJson(c, ActRequest)) });
      return c.json(await offerTotp(deps, payer));
    },
  );
}

function addConfirm(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/totp/confirm",
      summary: "The app's first code: from now on one is asked for with the password",
      body: ConfirmTotpRequest,
      answer: WaysIn,
      problems: ["passkey-session-needed", "totp-offer-over", "totp-wrong"],
    },
    async (c) => {
      const payer = await payerByPasskey(deps, c);
      await confirmTotp(deps, { payer, ...(await readJson(c, ConfirmTotpRequest)) });
      return c.json(await waysIn(deps, payer));
    },
  );
}

function addRemove(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/ways-in/totp/remove",
      summary: "Ask for no code any more; a password too short to stand alone goes with it",
      body: RemoveTotpRequest,
      answer: WaysIn,
      problems: ["passkey-failed", "passkey-session-needed", "password-needs-totp"],
    },
    async (c) => {
      const payer = await payerByPasskey(deps, c);
      const { credential, password } = await readJson(c, RemoveTotpRequest);
      await checkAct(deps, { payer, act: "remove-totp", credential });
      await removeTotp(deps, { payer, password });
      return c.json(await waysIn(deps, payer));
    },
  );
}
