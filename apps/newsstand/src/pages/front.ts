import { formatMoney } from "@farthing/core";
import { html } from "hono/html";
import { type Article, priceOf } from "../articles/article.ts";
import { drawing, type Html, layout } from "./layout.ts";

/** The article's price as every screen writes money. */
export function priceText(article: Article): string {
  return formatMoney(priceOf(article), "en");
}

function story(article: Article, isOpen: boolean): Html {
  const href = `/articles/${article.slug}`;
  return html`<article class="story">
    ${drawing(article.drawing)}
    <p class="kicker">${article.kicker}</p>
    <h2><a href="${href}">${article.title}</a></h2>
    <p>${article.teaser}</p>
    <p class="price">
      ${isOpen ? html`<span class="yours">Yours to read</span>` : html`<b>${priceText(article)}</b>`}
      <span>${article.minutes} min</span>
    </p>
  </article>`;
}

/** The front page: the lead large, the others in columns; what this visitor owns is marked. */
export function frontPage(articles: readonly Article[], open: readonly string[]): Html {
  return layout({
    title: "The Newsstand",
    main: html`<h1 class="unseen">Today’s articles</h1>
      <div class="front">
        ${articles.map((article) => story(article, open.includes(article.slug)))}
      </div>`,
  });
}
