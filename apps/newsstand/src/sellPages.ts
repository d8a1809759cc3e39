import { day, instant } from "@farthing/core";
import { html } from "hono/html";
import type { Context } from "hono";
import { Hono } from "hono";
import type { Desk } from "./desk.ts";
import { deliveryAnswer } from "./download/deliveryAnswer.ts";
import { offerFor } from "./offerFor.ts";
import { drawings } from "./pages/drawings.ts";
import { restOf } from "./pages/rest.ts";
import { priceText } from "./pages/till.ts";
import { warePage } from "./pages/warePage.ts";
import { passOf, purchaseOf } from "./unlock.ts";
import { welcomeVisitor } from "./visitor.ts";
import { passOn, prints, tips, type Ware } from "./wares/ware.ts";

/** The pages of day pass, prints and tips. */
export function sellPages(desk: Desk): Hono {
  const routes = new Hono();
  routes.get("/pass", (c) => servePass(desk, c, passOn(desk.clock.now())));
  routes.get("/pass/:date", async (c) => {
    const now = desk.clock.now();
    const passes = [passOn(now), passOn(instant(now - day))];
    const ware = passes.find(({ path }) => path === `/pass/${c.req.param("date")}`);
    // The address of a pass that is over, as a wallet's old receipt names it.
    return ware === undefined ? c.redirect("/pass") : await servePass(desk, c, ware);
  });
  routes.get(prints.path, (c) => servePrints(desk, c));
  routes.get("/tip", (c) => c.redirect(tips[0]?.path ?? "/"));
  for (const tip of tips) routes.get(tip.path, (c) => serveTip(desk, c, tip));
  return routes;
}

async function servePass(desk: Desk, c: Context, ware: Ware): Promise<Response> {
  const visitor = welcomeVisitor(desk, c);
  const running = await passOf(desk, visitor);
  const yesterday = passOn(instant(desk.clock.now() - day));
  const isYesterdays = ware.id === yesterday.id;
  const page = warePage({
    ware,
    kicker: "Day pass",
    title: "Everything, for 24 hours",
    drawing: drawings.pass,
    teaser:
      "One payment opens all six articles in this browser, from the moment you pay until the same time tomorrow. It does not renew itself.",
    after: isYesterdays
      ? html`<p class="fine">
          Yours from yesterday opens here without paying. Bought now, it runs for 24 hours from now.
        </p>`
      : html`<p class="fine">
          Bought in another browser? Press the button: what you own opens without paying.
          <a href="${yesterday.path}">Bought yesterday?</a>
        </p>`,
    rest: running && restOf(desk, { ware, visitor }, running),
    offer: running ? null : await offerFor(desk, ware, visitor),
    wallet: desk.wallet,
  });
  return c.html(page);
}

async function servePrints(desk: Desk, c: Context): Promise<Response> {
  const visitor = welcomeVisitor(desk, c);
  const purchase = await purchaseOf(desk, { ware: prints, visitor });
  const last = desk.deliveries.last(visitor);
  const isOver =
    purchase === null && last !== null && /^(failed|refunded|by-hand)$/.test(last.state);
  const page = warePage({
    ware: prints,
    kicker: "Download",
    title: "Six prints",
    drawing: drawings.prints,
    teaser: `The drawings of this issue, each an A4 sheet to print, in one file of ${kilobytes(desk)}. You pay for what arrives: if it does not, your ${priceText(prints)} comes back by itself.`,
    after: html`<p class="fine switch">
      <label>
        <input
          type="checkbox"
          name="break"
          ${desk.deliveries.willBreak(visitor) ? "checked" : ""}
        />
        Break the next download, to see the refund (demo)
      </label>
    </p>`,
    rest: purchase && restOf(desk, { ware: prints, visitor }, purchase),
    ...(isOver ? { news: deliveryAnswer(desk, last.payment).sentence } : {}),
    offer: purchase ? null : await offerFor(desk, prints, visitor),
    wallet: desk.wallet,
  });
  return c.html(page);
}

function kilobytes({ printsFile }: Desk): string {
  return `${Math.ceil(printsFile.bytes.length / 1_000)} kB`;
}

async function serveTip(desk: Desk, c: Context, ware: Ware): Promise<Response> {
  const visitor = welcomeVisitor(desk, c);
  const choices = tips.map((tip) => {
    const current = tip.id === ware.id ? html`aria-current="page"` : "";
    return html`<a class="choice" href="${tip.path}" ${current}>${priceText(tip)}</a>`;
  });
  const page = warePage({
    ware,
    kicker: "Tip",
    title: "Leave a tip",
    drawing: drawings.tip,
    teaser:
      "It opens nothing: the articles you did not pay for stay closed. It says that somebody read us and was glad.",
    before: html`<nav class="choices" aria-label="How much">${choices}</nav>
      <p class="words">
        <label for="words">A word to us, if you like</label>
        <input id="words" name="words" maxlength="140" autocomplete="off" />
      </p>`,
    rest: null,
    sellsAgain: true,
    offer: await offerFor(desk, ware, visitor),
    wallet: desk.wallet,
  });
  return c.html(page);
}
