import {
  MerchantBills,
  MerchantPayment,
  MerchantSettings,
  MerchantSettingsRequest,
  OriginRequest,
  OriginsResponse,
} from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { readJson } from "../http/readJson.ts";
import { receiptFile, receiptFileHeaders } from "../log/proveEntry.ts";
import { route } from "../http/route.ts";
import { addOrigin } from "./addOrigin.ts";
import { changeSettings } from "./changeSettings.ts";
import { merchantBills } from "./merchantBills.ts";
import { merchantPayment } from "./merchantPayment.ts";
import { proveSale } from "./proveSale.ts";

/** What a merchant's server asks about its payments and its own entry here. */
export function merchantRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "get",
      path: "/v1/payments/{id}",
      summary: "One of the merchant's payments",
      caller: "merchant",
      params: IdParams,
      answer: MerchantPayment,
      problems: ["not-found", "unavailable"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      return c.json(await merchantPayment(deps, merchant, idOf(c)));
    },
  );
  addReceiptFile(deps, routes);
  route(
    routes,
    {
      method: "post",
      path: "/v1/merchant/origins",
      summary:
        "Register one more address of this machine whose pages may show this merchant's buttons",
      caller: "merchant",
      body: OriginRequest,
      answer: OriginsResponse,
      problems: [],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const { origin } = await readJson(c, OriginRequest);
      return c.json({
        origins: await addOrigin(deps, { merchant: merchant.id, origin, by: "merchant" }),
      });
    },
  );
  addSettings(deps, routes);
  return routes;
}

function addReceiptFile(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/payments/{id}/receipt-file",
      summary: "A receipt to keep: checked without this server",
      caller: "merchant",
      params: IdParams,
      answer: {
        type: "text/plain",
        description:
          "A `.tlog-proof` file (c2sp.org/tlog-proof) that shows what the merchant may know.",
      },
      problems: ["not-found", "payment-held", "payment-released", "unavailable"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const id = idOf(c);
      const proof = await proveSale(deps, merchant, id);
      return c.text(receiptFile(proof), 200, receiptFileHeaders(id));
    },
  );
}

function addSettings(deps: Deps, routes: Routes): void {
  const settings = {
    path: "/v1/merchant/settings",
    caller: "merchant",
    answer: MerchantSettings,
    problems: [],
  } as const;
  route(
    routes,
    { ...settings, method: "get", summary: "What holds for all its pages" },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      return c.json(await changeSettings(deps, merchant, {}));
    },
  );
  route(
    routes,
    {
      ...settings,
      method: "patch",
      summary:
        "Let guests read now and pay later, or not; ask for a passkey, or sell nothing, above a price",
      body: MerchantSettingsRequest,
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const change = await readJson(c, MerchantSettingsRequest);
      return c.json(await changeSettings(deps, merchant, change));
    },
  );
  route(
    routes,
    {
      method: "get",
      path: "/v1/merchant/bills",
      summary: "What was sold on guests' bills, and what became of it",
      caller: "merchant",
      answer: MerchantBills,
      problems: ["unavailable"],
    },
    async (c) => c.json(await merchantBills(deps, await merchantOf(deps, c))),
  );
}
