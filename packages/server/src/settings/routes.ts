import { ProblemError } from "@farthing/core";
import { MailAddressRequest, MailSettings, WalletSettings } from "@farthing/protocol";
import { z } from "zod";
import { offersMail } from "../config.ts";
import type { Deps } from "../deps.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { payerByPasskey } from "../http/payerByPasskey.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { mailSettings } from "../mail/address.ts";
import { languageOf } from "../mail/words.ts";
import { changeSettings } from "./changeSettings.ts";
import { askAddress, removeAddress } from "./mailAddress.ts";

const Nothing = z.strictObject({});
const SettingsChange = WalletSettings.partial();

/** What a payer sets for every site. */
export function settingsRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addSettings(deps, routes);
  addAddress(deps, routes);
  addRemoveAddress(deps, routes);
  return routes;
}

function addSettings(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "patch",
      path: "/v1/wallet/settings",
      summary:
        "Change how long a payment can be undone, how larger prices are agreed to, where months begin, whether the week is mailed",
      caller: "payer",
      body: SettingsChange,
      answer: WalletSettings,
      problems: [],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const change = await readJson(c, SettingsChange);
      return c.json(await changeSettings(deps, { payer, change }));
    },
  );
}

function addAddress(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/mail-address",
      summary: "Send a link to the address that alerts shall go to; using it confirms",
      caller: "payer",
      body: MailAddressRequest,
      answer: MailSettings,
      problems: ["not-found", "passkey-session-needed"],
    },
    async (c) => {
      const payer = await payerByPasskey(deps, c);
      requireMail(deps);
      const { address } = await readJson(c, MailAddressRequest);
      const language = languageOf(c.req.header("accept-language"));
      await askAddress(deps, { payer, address, language });
      return settingsAnswer(deps, c, payer);
    },
  );
}

function addRemoveAddress(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/mail-address/remove",
      summary: "Send no more alerts",
      caller: "payer",
      body: Nothing,
      answer: MailSettings,
      problems: ["not-found", "passkey-session-needed"],
    },
    async (c) => {
      const payer = await payerByPasskey(deps, c);
      requireMail(deps);
      await readJson(c, Nothing);
      await removeAddress(deps, payer);
      return settingsAnswer(deps, c, payer);
    },
  );
}

function requireMail({ config }: Deps): void {
  if (!offersMail(config)) throw new ProblemError("not-found", "This server sends no mail.");
}

async function settingsAnswer(deps: Deps, c: Ctx, payer: string): Promise<Response> {
  return c.json(await mailSettings(deps, payer));
}
