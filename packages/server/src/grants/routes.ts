import {
  ApproveRequest,
  ApproveResponse,
  OfferGrantRequest,
  OfferGrantResponse,
  OpenGrantRequest,
  OpenGrantResponse,
  PasskeyOptions,
  ReceiptClaimRequest,
  ReceiptClaimResponse,
  TermsRequest,
} from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { browserName } from "../http/browserName.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { openSession, session } from "../http/session.ts";
import { passkeyHolds } from "../wallets/passkeyPayer.ts";
import { signedInProblem } from "../http/signedInProblem.ts";
import { approve } from "./approve.ts";
import { claimReceipt } from "./claim.ts";
import { addFrameRoutes } from "./frameRoutes.ts";
import { grantId, GrantParams } from "./grantId.ts";
import { leaveGrant } from "./leave.ts";
import { offerGrant } from "./offerGrant.ts";
import { openPage } from "./openPage.ts";
import { payLater } from "./payLater.ts";
import { requirePayLater } from "./requirePayLater.ts";
import { grantShown } from "./shown.ts";
import { guestOf, newGuest } from "../tabs/guest.ts";
import { fixTerms } from "./terms.ts";
import { outcomeLabel } from "../payments/outcomeLabel.ts";

const Nothing = z.strictObject({});

/** From a click to a grant: the frame asks, the wallet's page answers, the frame hears (rules 2, 4, 5). */
export function grantRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addFrameRoutes(deps, routes);
  addPageRoutes(deps, routes);
  addLeave(deps, routes);
  addShown(deps, routes);
  addApproval(deps, routes);
  addPayLater(deps, routes);
  addOfferGrant(deps, routes);
  addClaim(deps, routes);
  return routes;
}

function addPageRoutes(deps: Deps, routes: Routes): void {
  const page = { method: "post", caller: "wallet", params: GrantParams } as const;
  route(
    routes,
    {
      ...page,
      path: "/v1/wallet/grants/{id}/open",
      summary: "Show a grant on the wallet's page; any arrival but the button's burns it",
      body: OpenGrantRequest,
      answer: OpenGrantResponse,
      problems: [
        "grant-not-found",
        "grant-not-from-button",
        "grant-used",
        "grant-cancelled",
        "grant-expired",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { arrival } = await readJson(c, OpenGrantRequest);
      const payer = (await session(deps, c))?.payerId ?? null;
      const later = { guest: await guestOf(deps, c), address: c.env.address };
      return c.json(await openPage(deps, { id: grantId(c), arrival, payer, later }));
    },
  );
  route(
    routes,
    {
      ...page,
      path: "/v1/wallet/grants/{id}/terms",
      summary: "Fix what is agreed to, and ask for a passkey on it",
      body: TermsRequest,
      answer: PasskeyOptions,
      problems: [
        "grant-not-found",
        "grant-used",
        "grant-cancelled",
        "grant-expired",
        "limits-too-high",
        "hold-not-agreed",
        "offer-expired",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, TermsRequest);
      const payer = (await session(deps, c))?.payerId ?? null;
      const ask = { id: grantId(c), request, payer };
      return c.json({ options: await fixTerms(deps, ask, c.env) });
    },
  );
}

function addLeave(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      caller: "wallet",
      params: GrantParams,
      path: "/v1/wallet/grants/{id}/leave",
      summary: "The wallet's page was left without an answer",
      body: Nothing,
      answer: Nothing,
      problems: ["grant-not-found"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      await readJson(c, Nothing);
      await leaveGrant(deps, grantId(c));
      return c.json({});
    },
  );
}

function addShown(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      caller: "wallet",
      params: GrantParams,
      path: "/v1/wallet/grants/{id}/shown",
      summary: "It is paid, and the wallet's page, which took the place of the site's, leads back",
      body: Nothing,
      answer: Nothing,
      problems: ["grant-not-found"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      await readJson(c, Nothing);
      await grantShown(deps, grantId(c));
      return c.json({});
    },
  );
}

function addApproval(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/grants/{id}/approve",
      summary: "The passkey's answer: pays, and grants the allowance, in one",
      caller: "wallet",
      params: GrantParams,
      body: ApproveRequest,
      answer: ApproveResponse,
      problems: [
        "grant-not-found",
        "grant-used",
        "grant-cancelled",
        "grant-expired",
        "passkey-failed",
        "hold-not-agreed",
        "offer-expired",
        "unavailable",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const { credential } = await readJson(c, ApproveRequest);
      const onPayer = async (payerId: string) => {
        await openSession(deps, c, { payerId, level: 2, proof: passkeyHolds(credential) });
      };
      const browser = browserName(c.req.header("user-agent"));
      const before = await session(deps, c);
      const command = { id: grantId(c), credential, onPayer, browser, before };
      const work = async () => {
        const response = await approve(deps, command, c.env);
        c.env.outcome = outcomeLabel(response.outcome);
        return c.json(response);
      };
      return signedInProblem(deps, c, { code: "hold-not-agreed", work });
    },
  );
}

function addPayLater(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/grants/{id}/pay-later",
      summary: "Read now, pay later: puts it on the bill that is kept in this browser",
      caller: "wallet",
      params: GrantParams,
      body: Nothing,
      answer: ApproveResponse,
      problems: [
        "grant-not-found",
        "grant-used",
        "grant-cancelled",
        "grant-expired",
        "pay-later-unavailable",
        "offer-expired",
        "unavailable",
      ],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      await readJson(c, Nothing);
      const id = grantId(c);
      const { address } = c.env;
      const known = await guestOf(deps, c);
      await requirePayLater(deps, { id, guest: known, address });
      const guest = known ?? (await newGuest(deps, c));
      const response = await payLater(deps, { id, guest, address }, c.env);
      c.env.outcome = outcomeLabel(response.outcome);
      return c.json(response);
    },
  );
}

function addOfferGrant(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/wallet/grants",
      summary: "Pay an offer once, on a page reached where frames are blocked",
      caller: "wallet",
      body: OfferGrantRequest,
      answer: OfferGrantResponse,
      problems: ["offer-invalid", "offer-expired", "grant-not-from-button"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const request = await readJson(c, OfferGrantRequest);
      const grant = await offerGrant(deps, request, c.env);
      c.env.prompt = "wallet-page";
      return c.json({ grant });
    },
  );
}

function addClaim(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "post",
      path: "/v1/receipts/claims",
      summary: "The receipt behind the nonce in a return address",
      caller: "merchant",
      body: ReceiptClaimRequest,
      answer: ReceiptClaimResponse,
      problems: [
        "grant-not-found",
        "already-undone",
        "already-refunded",
        "payment-held",
        "payment-released",
      ],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const { nonce } = await readJson(c, ReceiptClaimRequest);
      return c.json(await claimReceipt(deps, merchant, nonce));
    },
  );
}
