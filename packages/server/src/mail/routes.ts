import type { Asset } from "@farthing/core";
import { html } from "hono/html";
import { showsOutbox } from "../config.ts";
import type { Deps } from "../deps.ts";
import { freezeWallet } from "../freezes/freeze.ts";
import { heldPayment } from "../holds/heldPayment.ts";
import { holdOf } from "../holds/holdOf.ts";
import { releaseHold } from "../holds/releaseHold.ts";
import { type Ctx, newRoutes, type Routes } from "../http/context.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { merchantById } from "../merchants/merchant.ts";
import type { Paid } from "../refunds/refund.ts";
import { confirmAddress, pendingAddress } from "../settings/mailAddress.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { paymentOfCancelLink } from "./cancelLink.ts";
import { payerOfFreezeLink } from "./freezeLink.ts";
import { moneyWords } from "./moneyWords.ts";
import { outboxPage } from "./outboxPage.ts";
import { plainPage } from "./plainPage.ts";
import { type Language, languageOf, words } from "./words.ts";

/**
 * What the links in mails open (rule 22). Nobody need be signed in: the link is the secret. Looking changes nothing, so
 * that a program that opens every link of a mail does no harm; the button of the page, and only it, does what it says.
 */
export function mailRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addConfirm(deps, routes);
  addFreeze(deps, routes);
  addCancel(deps, routes);
  if (showsOutbox(deps.config)) routes.get("/outbox", (c) => outboxPage(deps, c));
  return routes;
}

type Pages = (typeof words)["en"]["pages"];

function addConfirm(deps: Deps, routes: Routes): void {
  const path = "/mail/confirm/:secret";
  routes.get(path, async (c) => {
    c.env.route = "/mail/confirm/{secret}";
    const pending = await pendingAddress(deps, c.req.param("secret"));
    if (pending === null) return saidPage(deps, c, "over");
    const { title, text, press } = pagesFor(c).confirm;
    return pressPage(deps, c, { title, text: text(pending), press });
  });
  routes.post(path, async (c) => {
    c.env.route = "/mail/confirm/{secret}";
    requireSameOrigin(deps, c);
    const isDone = await confirmAddress(deps, c.req.param("secret"));
    return saidPage(deps, c, isDone ? "confirmed" : "over");
  });
}

function addFreeze(deps: Deps, routes: Routes): void {
  const path = "/mail/freeze/:secret";
  routes.get(path, async (c) => {
    c.env.route = "/mail/freeze/{secret}";
    const payer = await payerOfFreezeLink(deps, c.req.param("secret"));
    if (payer === null) return saidPage(deps, c, "over");
    const { title, text, press } = pagesFor(c).freeze;
    return pressPage(deps, c, { title, text, press, about: await walletNameOf(deps, payer) });
  });
  routes.post(path, async (c) => {
    c.env.route = "/mail/freeze/{secret}";
    requireSameOrigin(deps, c);
    const payer = await payerOfFreezeLink(deps, c.req.param("secret"));
    if (payer === null) return saidPage(deps, c, "over");
    c.env.payer = payer;
    await freezeWallet(deps, payer);
    return saidPage(deps, c, "frozen");
  });
}

function addCancel(deps: Deps, routes: Routes): void {
  const path = "/mail/cancel/:secret";
  routes.get(path, async (c) => {
    c.env.route = "/mail/cancel/{secret}";
    const held = heldByLink(deps, c.req.param("secret"));
    if (held === null) return saidPage(deps, c, "over");
    const { title, text, press } = pagesFor(c).cancel;
    const { payer, amount, asset, merchant } = held.memo;
    const site = (await merchantById(deps, merchant))?.name ?? "";
    const money = moneyWords({ amount, asset: asset as Asset }, languageFor(c));
    const about = await walletNameOf(deps, payer);
    return pressPage(deps, c, { title, text: text({ site, amount: money }), press, about });
  });
  routes.post(path, async (c) => {
    c.env.route = "/mail/cancel/{secret}";
    requireSameOrigin(deps, c);
    const secret = c.req.param("secret");
    const held = heldByLink(deps, secret);
    // Pressed twice: it is cancelled, and says so.
    if (held === null) return saidPage(deps, c, wasCancelled(deps, secret) ? "cancelled" : "over");
    const after = await releaseHold(deps, held, "cancelled");
    return saidPage(deps, c, after.kind === "released" ? "cancelled" : "over");
  });
}

/** The payment of a cancel link while it is held; null: nobody's, or its hold is over. */
function heldByLink(deps: Deps, secret: string): Paid | null {
  const payment = paymentOfCancelLink(deps, secret);
  if (payment === null) return null;
  const paid = heldPayment(deps, payment);
  return holdOf(deps, paid.entry, paid.memo)?.kind === "held" ? paid : null;
}

function wasCancelled(deps: Deps, secret: string): boolean {
  const payment = paymentOfCancelLink(deps, secret);
  if (payment === null) return false;
  const { entry, memo } = heldPayment(deps, payment);
  const standing = holdOf(deps, entry, memo);
  return standing?.kind === "released" && standing.reason === "cancelled";
}

function pagesFor(c: Ctx): Pages {
  return words[languageFor(c)].pages;
}

function languageFor(c: Ctx): Language {
  return languageOf(c.req.header("accept-language"));
}

/** What the button does, and the button. The form goes to the address that it stands on. */
function pressPage(
  deps: Deps,
  c: Ctx,
  { title, text, press, about }: { title: string; text: string; press: string; about?: string },
): Promise<Response> {
  const content = html`${about === undefined ? "" : html`<p class="soft">${about}</p>`}
    <p>${text}</p>
    <form method="post"><button>${press}</button></form>`;
  return plainPage(deps, { language: languageFor(c), title, content });
}

type SaidPage = "confirmed" | "frozen" | "cancelled" | "over";

function saidPage(deps: Deps, c: Ctx, which: SaidPage): Promise<Response> {
  const { title, text } = pagesFor(c)[which];
  const status = which === "over" ? 404 : 200;
  return plainPage(deps, {
    language: languageFor(c),
    title,
    content: html`<p>${text}</p>`,
    status,
  });
}
