import type { Instant } from "@farthing/core";
import { html } from "hono/html";
import type { Article } from "../articles/article.ts";
import type { Ware } from "../wares/ware.ts";
import { drawing, type Html, layout } from "./layout.ts";
import { articleRest, moment } from "./rest.ts";
import { paywall, priceText } from "./till.ts";

/** How the article stands for this visitor. `offer` is null while the wallet does not answer. */
export type Standing =
  | { readonly kind: "paid" }
  | { readonly kind: "pass"; readonly until: Instant }
  | { readonly kind: "locked"; readonly offer: string | null };

export interface ArticlePage {
  readonly article: Article;
  readonly ware: Ware;
  /** The pass that is sold beside it. */
  readonly pass: Ware;
  readonly standing: Standing;
  readonly wallet: string;
}

function above({ article, ware, pass, standing, wallet }: ArticlePage): Html {
  if (standing.kind === "paid") {
    return html`<p class="fine">You paid for this article. It stays open in this browser.</p>`;
  }
  if (standing.kind === "pass") {
    return html`<p class="fine">Open with your day pass until ${moment(standing.until)}.</p>`;
  }
  const { offer } = standing;
  const beginning = beginningOf(article);
  return html`<div class="till">${paywall(ware, { offer, beginning, wallet })}</div>
    <p class="fine">
      ${article.minutes} minutes. Or read all six for 24 hours:
      <a href="/pass">day pass, ${priceText(pass)}</a>. <a href="/about">What is this?</a>
    </p>`;
}

/** The first sentence of what is paid for, shown before it fades. */
function beginningOf({ rest }: Article): string {
  const [first = ""] = rest;
  return first.slice(0, first.indexOf(". ") + 1);
}

/** One article: teaser, then the rest or the way to it. */
export function articlePage(page: ArticlePage): Html {
  const { article, standing, wallet } = page;
  const isOpen = standing.kind !== "locked";
  const main = html`<article class="reading" data-ware="${article.slug}">
    <header>
      ${drawing(article.drawing)}
      <p class="kicker">${article.kicker}</p>
      <h1>${article.title}</h1>
    </header>
    <p class="teaser">${article.teaser}</p>
    ${above(page)}
    <p class="news" role="status"></p>
    <div class="rest" id="rest" tabindex="-1">${isOpen ? articleRest(article) : ""}</div>
    <p class="back"><a href="/">More from The Newsstand</a></p>
  </article>`;
  return layout({ title: `${article.title} – The Newsstand`, main, ...(isOpen ? {} : { wallet }) });
}
