import { html } from "hono/html";
import type { Article } from "../articles/article.ts";
import { priceText } from "./front.ts";
import { drawing, type Html, layout } from "./layout.ts";

/** How the article stands for this visitor. `offer` is null while the wallet does not answer. */
export type Standing =
  | { readonly kind: "open" }
  | { readonly kind: "locked"; readonly offer: string | null };

/** The paid part. Its heading takes the focus once it is open (rule 15). */
export function restOf(article: Article): Html {
  return html`<h2 tabindex="-1">${article.crosshead}</h2>
    ${article.rest.map((paragraph) => html`<p>${paragraph}</p>`)}
    <p class="end" aria-hidden="true">■</p>`;
}

function till(article: Article, offer: string | null, wallet: string): Html {
  const price = priceText(article);
  if (offer === null) {
    return html`<p class="closed" role="status">
      The wallet does not answer just now, so this article cannot be bought. Nothing was charged.
      <a href="">Try again</a>
    </p>`;
  }
  const pay = `${wallet}/pay?offer=${encodeURIComponent(offer)}`;
  return html`<farthing-button offer="${offer}">
      <a href="${pay}">Pay ${price} in the wallet</a>
    </farthing-button>
    <p class="fine">
      The rest of this article is ${price}, ${article.minutes} minutes.
      <a href="/about">What is this?</a>
    </p>`;
}

/** One article: teaser, then the rest or the way to it. */
export function articlePage(article: Article, standing: Standing, wallet: string): Html {
  const isOpen = standing.kind === "open";
  const main = html`<article class="reading" data-article="${article.slug}">
    <header>
      ${drawing(article.drawing)}
      <p class="kicker">${article.kicker}</p>
      <h1>${article.title}</h1>
    </header>
    <p class="teaser">${article.teaser}</p>
    ${
      standing.kind === "locked"
        ? html`<div class="till">${till(article, standing.offer, wallet)}</div>`
        : html`<p class="fine">You paid for this article. It stays open in this browser.</p>`
    }
    <p class="news" role="status"></p>
    <div class="rest">${isOpen ? restOf(article) : ""}</div>
    <p class="back"><a href="/">More from The Newsstand</a></p>
  </article>`;
  return layout({ title: `${article.title} – The Newsstand`, main, ...(isOpen ? {} : { wallet }) });
}
