import { html } from "hono/html";
import type { Ware } from "../wares/ware.ts";
import { drawing, type Html, layout } from "./layout.ts";
import { till } from "./till.ts";

/** A page that sells one thing that is no article. */
export interface WarePage {
  readonly ware: Ware;
  readonly kicker: string;
  readonly title: string;
  readonly drawing: string;
  readonly teaser: string;
  /** Between the words and the button. */
  readonly before?: Html;
  /** Small print under the button. */
  readonly after?: Html;
  /** What was paid for; null: not bought. */
  readonly rest: Html | null;
  /** Sold again although something is open: a tip. */
  readonly sellsAgain?: boolean;
  /** What happened here before, such as a refund. */
  readonly news?: string;
  readonly offer: string | null;
  readonly wallet: string;
}

/** Heading, words, then the till or what was bought. */
export function warePage(page: WarePage): Html {
  const { ware, rest, offer, wallet } = page;
  const isSold = rest === null || page.sellsAgain === true;
  const main = html`<article class="reading" data-ware="${ware.id}">
    <header>
      ${drawing(page.drawing)}
      <p class="kicker">${page.kicker}</p>
      <h1>${page.title}</h1>
    </header>
    <p class="teaser">${page.teaser}</p>
    ${
      isSold
        ? html`${page.before ?? ""}
            <div class="till">${till(ware, offer, wallet)}</div>
            ${page.after ?? ""}`
        : ""
    }
    <p class="news" role="status">${page.news ?? ""}</p>
    <div class="rest" id="rest" tabindex="-1">${rest ?? ""}</div>
    <p class="back"><a href="/">Back to The Newsstand</a></p>
  </article>`;
  return layout({ title: `${page.title} – The Newsstand`, main, ...(isSold ? { wallet } : {}) });
}
