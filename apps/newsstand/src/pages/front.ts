import { html } from "hono/html";
import type { Article } from "../articles/article.ts";
import { prints, tips, type Ware, wareOf } from "../wares/ware.ts";
import { drawings } from "./drawings.ts";
import { drawing, type Html, layout } from "./layout.ts";
import { priceText } from "./till.ts";

/** What the front page shows. */
export interface Front {
  readonly articles: readonly Article[];
  /** Ids of what this visitor paid for. */
  readonly owned: readonly string[];
  readonly pass: Ware;
  /** A pass is running: every article is open. */
  readonly hasPass: boolean;
}

function priceTag(isYours: boolean, price: string, yours = "Yours to read"): Html {
  return isYours ? html`<span class="yours">${yours}</span>` : html`<b>${price}</b>`;
}

function story(article: Article, isOpen: boolean): Html {
  const href = `/articles/${article.slug}`;
  const ware = wareOf(article.slug);
  return html`<article class="story">
    ${drawing(article.drawing)}
    <p class="kicker">${article.kicker}</p>
    <h2><a href="${href}">${article.title}</a></h2>
    <p>${article.teaser}</p>
    <p class="price">
      ${priceTag(isOpen, ware ? priceText(ware) : "")}
      <span>${article.minutes} min</span>
    </p>
  </article>`;
}

interface Extra {
  readonly href: string;
  readonly title: string;
  readonly words: string;
  readonly drawing: string;
  readonly tag: Html;
}

function extra({ href, title, words, drawing: path, tag }: Extra): Html {
  return html`<article class="extra">
    ${drawing(path)}
    <div>
      <h3><a href="${href}">${title}</a></h3>
      <p>${words}</p>
      <p class="price">${tag}</p>
    </div>
  </article>`;
}

function extras({ owned, pass, hasPass }: Front): readonly Extra[] {
  const tipPrices = tips.map(priceText);
  return [
    {
      href: "/pass",
      title: "A day pass",
      words: "Every article for 24 hours from the moment you pay.",
      drawing: drawings.pass,
      tag: priceTag(hasPass, priceText(pass), "Running"),
    },
    {
      href: prints.path,
      title: "Six prints",
      words: "The drawings of this issue as sheets to print. Not delivered? Your money comes back.",
      drawing: drawings.prints,
      tag: priceTag(owned.includes(prints.id), priceText(prints), "Yours to download"),
    },
    {
      href: tips[0]?.path ?? "/tip",
      title: "Leave a tip",
      words: "For the people who write this, with a word to them if you like.",
      drawing: drawings.tip,
      tag: priceTag(false, tipPrices.join(" · ")),
    },
  ];
}

/** The front page: the lead large, the others in columns, then what else is sold; what this visitor owns is marked. */
export function frontPage(front: Front): Html {
  const { articles, owned, hasPass } = front;
  return layout({
    title: "The Newsstand",
    main: html`<h1 class="unseen">Today’s articles</h1>
      <div class="front">
        ${articles.map((article) => story(article, hasPass || owned.includes(article.slug)))}
      </div>
      <section class="extras" aria-labelledby="also">
        <h2 id="also">Also at the counter</h2>
        <div class="counter">${extras(front).map(extra)}</div>
      </section>`,
  });
}
