import { ProblemError } from "@farthing/core";
import {
  Bill,
  BillOptions,
  BillOptionsRequest,
  BillReportRequest,
  SettleBillRequest,
} from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { browserName } from "../http/browserName.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { openSession, session } from "../http/session.ts";
import { passkeyHolds } from "../wallets/passkeyPayer.ts";
import { report } from "../reports/report.ts";
import { guestOf } from "./guest.ts";
import { readBill } from "./readBill.ts";
import { amountOf, billOptions, settleByWallet } from "./settleByWallet.ts";
import { settleTab } from "./settleTab.ts";
import { stopTab } from "./stopTab.ts";

const Nothing = z.strictObject({});

/** The bill of a guest, for the browser that keeps it (rule 21): look, pay, stop, report. */
export function billRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addBill(deps, routes);
  addSettle(deps, routes);
  addReport(deps, routes);
  return routes;
}

const wallet = { caller: "wallet", answer: Bill } as const;

async function billIn(deps: Deps, c: Ctx): Promise<Response> {
  const guest = await guestOf(deps, c);
  const payer = (await session(deps, c))?.payerId ?? null;
  return c.json(await readBill(deps, { guest, payer }));
}

async function requireGuest(deps: Deps, c: Ctx): Promise<string> {
  const guest = await guestOf(deps, c);
  if (guest === null) throw new ProblemError("not-found");
  await deps.rates.payer(guest);
  return guest;
}

function addBill(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...wallet,
      method: "get",
      path: "/v1/wallet/bill",
      summary: "What is on the bill that is kept in this browser",
      problems: ["unavailable"],
    },
    (c) => {
      requireSameOrigin(deps, c);
      return billIn(deps, c);
    },
  );
  route(
    routes,
    {
      ...wallet,
      method: "post",
      path: "/v1/wallet/bill/stop",
      summary: "Stop here: nothing more goes on this bill",
      body: Nothing,
      problems: ["not-found", "unavailable", "outcome-unknown"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      await readJson(c, Nothing);
      await stopTab(deps, await requireGuest(deps, c));
      return billIn(deps, c);
    },
  );
}

function addSettle(deps: Deps, routes: Routes): void {
  const post = { ...wallet, method: "post" } as const;
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/bill/options",
      summary: "Ask for the passkey that pays the bill",
      body: BillOptionsRequest,
      answer: BillOptions,
      problems: ["not-found"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, BillOptionsRequest);
      const guest = await requireGuest(deps, c);
      const signedIn = (await session(deps, c))?.payerId ?? null;
      c.env.prompt = "passkey";
      return c.json(await billOptions(deps, { guest, signedIn, request }));
    },
  );
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/bill/settle",
      summary: "Pay the bill: from a wallet by its passkey, or by the sandbox rail",
      body: SettleBillRequest,
      problems: [
        "not-found",
        "passkey-failed",
        "bill-changed",
        "bill-not-paid",
        "unavailable",
        "outcome-unknown",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, SettleBillRequest);
      const guest = await requireGuest(deps, c);
      const payer =
        request.by === "wallet"
          ? await byWallet(deps, c, {
              guest,
              request,
              browser: browserName(c.req.header("user-agent")),
            })
          : null;
      if (request.by === "sandbox") await byRail(deps, guest, amountOf(request));
      return c.json(await readBill(deps, { guest, payer }));
    },
  );
}

async function byWallet(
  deps: Deps,
  c: Ctx,
  of: Parameters<typeof settleByWallet>[1],
): Promise<string | null> {
  let payer: string | null = null;
  await settleByWallet(deps, of, async (payerId) => {
    payer = payerId;
    await openSession(deps, c, { payerId, level: 2, proof: passkeyHolds(of.request.credential) });
  });
  return payer;
}

/** Play money exists in the sandbox only; other rails come with their own adapters. */
async function byRail(deps: Deps, guest: string, owed: bigint): Promise<void> {
  if (deps.config.mode !== "sandbox") throw new ProblemError("bill-not-paid");
  await settleTab(deps, { guest, settler: { kind: "rail" }, owed });
}

function addReport(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...wallet,
      method: "post",
      path: "/v1/wallet/bill/payments/{id}/report",
      summary:
        "Say what was wrong with something on the bill: it comes off the bill by the same rules as in a wallet",
      params: IdParams,
      body: BillReportRequest,
      problems: ["not-found", "already-reported", "unavailable"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { reason } = await readJson(c, BillReportRequest);
      const guest = await requireGuest(deps, c);
      await report(deps, { payer: guest, id: idOf(c), reason });
      return billIn(deps, c);
    },
  );
}
