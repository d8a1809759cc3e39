import { newSecret } from "@farthing/identity";
import {
  Me,
  PasskeyOptions,
  PaymentDetail,
  PaidSites,
  PaymentPage,
  PaymentProof,
  PaymentsQuery,
  SignInRequest,
  TopUpRequest,
  TopUpResponse,
} from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { preSessionSecret, setPreSessionCookie } from "../http/cookies.ts";
import { idempotencyKey } from "../http/idempotencyKey.ts";
import { IdParams, idOf } from "../http/idOf.ts";
import { receiptFile, receiptFileHeaders } from "../log/proveEntry.ts";
import { payerOf } from "../http/payerOf.ts";
import { readFields, readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { closeSession, openSession } from "../http/session.ts";
import { isKnownHere } from "../sessions/isKnownHere.ts";
import { tellWay } from "../waysIn/tellWay.ts";
import { me } from "./me.ts";
import { paidSites } from "./paidSites.ts";
import { paymentDetail } from "./payment.ts";
import { paymentsPage } from "./paymentsPage.ts";
import { proofView, proveOwnPayment } from "./proof.ts";
import { passkeyHolds } from "./passkeyPayer.ts";
import { revokeAllowance, revokeDevice } from "./revoke.ts";
import { challengeLifeMs } from "./ownChallenge.ts";
import { signIn, signInOptions } from "./signIn.ts";
import { topUp } from "./topUp.ts";

const Nothing = z.strictObject({});

/** The wallet's own pages (rule 7), most of them for who is signed in: a payer touches only what is theirs. */
export function walletRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addSignIn(deps, routes);
  addMe(deps, routes);
  addPayments(deps, routes);
  addProofs(deps, routes);
  addTopUp(deps, routes);
  addRevoke(deps, routes, { what: "allowances", revoke: revokeAllowance });
  addRevoke(deps, routes, { what: "devices", revoke: revokeDevice });
  return routes;
}

function addSignIn(deps: Deps, routes: Routes): void {
  const post = { method: "post", caller: "wallet" } as const;
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/sign-in/options",
      summary: "Ask for a passkey of this wallet",
      body: Nothing,
      answer: PasskeyOptions,
      problems: [],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      await readJson(c, Nothing);
      // Kept where there is one: two tabs may ask at once.
      const browser = preSessionSecret(deps, c) ?? newSecret();
      const maxAgeSeconds = challengeLifeMs / 1_000;
      setPreSessionCookie(deps, c, { secret: browser, maxAgeSeconds });
      return c.json({ options: await signInOptions(deps, browser) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/sign-in",
      summary: "The passkey's answer: opens a session",
      body: SignInRequest,
      answer: Nothing,
      problems: ["passkey-failed"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { credential } = await readJson(c, SignInRequest);
      const payerId = await signIn(deps, credential, preSessionSecret(deps, c));
      const isKnown = await isKnownHere(deps, c, payerId);
      await openSession(deps, c, { payerId, level: 2, proof: passkeyHolds(credential) });
      if (!isKnown) await tellWay(deps, { payer: payerId, what: "newBrowser" });
      return c.json({});
    },
  );
  route(
    routes,
    {
      ...post,
      path: "/v1/wallet/sign-out",
      summary: "End the session of this browser",
      body: Nothing,
      answer: Nothing,
      problems: [],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      await readJson(c, Nothing);
      await closeSession(deps, c);
      return c.json({});
    },
  );
}

function addMe(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path: "/v1/wallet/me",
      summary: "Balance and allowances",
      caller: "payer",
      answer: Me,
      problems: [],
    },
    async (c) => c.json(await me(deps, await payerOf(deps, c))),
  );
}

function addPayments(deps: Deps, routes: Routes): void {
  const read = { method: "get", caller: "payer", params: IdParams } as const;
  route(
    routes,
    {
      method: "get",
      path: "/v1/wallet/payments",
      summary: "Payments and top-ups, newest first, 50 a page; of one site, or that hold a text",
      caller: "payer",
      query: PaymentsQuery,
      answer: PaymentPage,
      problems: ["invalid-request"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { before, site = null, text = null } = readFields(c.req.query(), PaymentsQuery);
      const cursor = before === undefined ? null : BigInt(before);
      return c.json(await paymentsPage(deps, { payer, before: cursor, site, text }));
    },
  );
  route(
    routes,
    {
      method: "get",
      path: "/v1/wallet/payments/sites",
      summary: "Where this wallet ever paid",
      caller: "payer",
      answer: PaidSites,
      problems: [],
    },
    async (c) => c.json({ sites: await paidSites(deps, await payerOf(deps, c)) }),
  );
  route(
    routes,
    {
      ...read,
      path: "/v1/wallet/payments/{id}",
      summary: "One payment with its receipt",
      answer: PaymentDetail,
      problems: ["not-found"],
    },
    async (c) => c.json(await paymentDetail(deps, { payer: await payerOf(deps, c), id: idOf(c) })),
  );
}

/** What it takes to believe a payment without believing this server. */
function addProofs(deps: Deps, routes: Routes): void {
  const read = { method: "get", caller: "payer", params: IdParams } as const;
  route(
    routes,
    {
      ...read,
      path: "/v1/wallet/payments/{id}/proof",
      summary: "What it takes to check a payment against the public log",
      answer: PaymentProof,
      problems: ["not-found", "unavailable"],
    },
    async (c) => {
      const ask = { payer: await payerOf(deps, c), id: idOf(c) };
      return c.json(proofView(await proveOwnPayment(deps, ask)));
    },
  );
  route(
    routes,
    {
      ...read,
      path: "/v1/wallet/payments/{id}/receipt-file",
      summary: "A receipt to keep: checked without this server",
      answer: {
        type: "text/plain",
        description:
          "A `.tlog-proof` file (c2sp.org/tlog-proof) that shows what the payer may know.",
      },
      problems: ["not-found", "unavailable"],
    },
    async (c) => {
      const ask = { payer: await payerOf(deps, c), id: idOf(c) };
      return c.text(receiptFile(await proveOwnPayment(deps, ask)), 200, receiptFileHeaders(ask.id));
    },
  );
}

function addTopUp(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/top-ups",
      summary: "Add play money",
      caller: "payer",
      movesMoney: "always",
      body: TopUpRequest,
      answer: TopUpResponse,
      problems: [
        "second-way-needed",
        "top-up-refused",
        "wallet-full",
        "clock-skew",
        "unavailable",
        "outcome-unknown",
      ],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const key = idempotencyKey(c);
      const { money } = await readJson(c, TopUpRequest);
      const response = await topUp(deps, { payer, money, key });
      c.env.payment = response.id;
      return c.json(response);
    },
  );
}

function addRevoke(
  deps: Deps,
  routes: Routes,
  { what, revoke }: { what: "allowances" | "devices"; revoke: typeof revokeAllowance },
): void {
  route(
    routes,
    {
      method: "post",
      path: `/v1/wallet/${what}/{id}/revoke`,
      summary:
        what === "devices" ? "Take one paying key back" : "Stop a site from charging by a click",
      caller: "payer",
      params: IdParams,
      body: Nothing,
      answer: Nothing,
      problems: ["not-found", "unavailable"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      await readJson(c, Nothing);
      await revoke(deps, { payer, id: idOf(c) });
      return c.json({});
    },
  );
}
