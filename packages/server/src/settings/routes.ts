import { WalletSettings } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { changeSettings } from "./changeSettings.ts";

const SettingsChange = WalletSettings.partial();

/** What a payer sets for every site. */
export function settingsRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "patch",
      path: "/v1/wallet/settings",
      summary:
        "Change how long a payment can be undone, how larger prices are agreed to, where months begin",
      caller: "payer",
      body: SettingsChange,
      answer: WalletSettings,
      problems: [],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { undoMs, hold, timeZone } = await readJson(c, SettingsChange);
      const change = {
        ...(undoMs === undefined ? {} : { undoMs }),
        ...(hold === undefined ? {} : { hold }),
        ...(timeZone === undefined ? {} : { timeZone }),
      };
      return c.json(await changeSettings(deps, { payer, change }));
    },
  );
  return routes;
}
