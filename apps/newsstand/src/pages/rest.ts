import { formatMoney, type Instant, later, minute } from "@farthing/core";
import { html } from "hono/html";
import { findArticle } from "../articles/index.ts";
import type { Article } from "../articles/article.ts";
import type { Desk } from "../desk.ts";
import { deliveryAnswer } from "../download/deliveryAnswer.ts";
import type { Purchase } from "../store/purchases.ts";
import { passEnd, type Visit } from "../unlock.ts";
import type { Html } from "./layout.ts";

/** What was paid for. Its heading takes the focus once it is open (rule 15). */
export function restOf(desk: Desk, { ware, visitor }: Visit, purchase: Purchase): Html {
  switch (ware.kind) {
    case "article": {
      const article = findArticle(ware.id);
      return article === undefined ? html`` : articleRest(article);
    }
    case "pass":
      return passRest(purchase);
    case "prints":
      return printsRest(desk, purchase.payment);
    case "tip":
      return tipRest(desk, visitor, purchase);
  }
}

/** The paid part of an article. */
export function articleRest(article: Article): Html {
  return html`<h2 tabindex="-1">${article.crosshead}</h2>
    ${article.rest.map((paragraph) => html`<p>${paragraph}</p>`)}
    <p class="end" aria-hidden="true">■</p>`;
}

/** A moment: UTC here, the reader's own clock once the page's script has seen it. */
export function moment(at: Instant): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(11, 16)} UTC on ${iso.slice(0, 10)}</time>`;
}

function passRest(purchase: Purchase): Html {
  return html`<h2 tabindex="-1">All six articles are open</h2>
    <p>Your day pass runs until ${moment(passEnd(purchase))}. It then ends by itself.</p>
    <p><a href="/">Choose an article</a></p>`;
}

function printsRest(desk: Desk, payment: string): Html {
  const { kind, sentence } = deliveryAnswer(desk, payment);
  const { name, bytes } = desk.printsFile;
  const isDone = kind === "confirmed";
  const delivery = desk.deliveries.find(payment);
  const begun = delivery ? later(delivery.dueAt, -desk.deliverWithinMs) : desk.clock.now();
  const minutesLeft = delivery ? Math.max(1, Math.ceil((delivery.dueAt - begun) / minute)) : 0;
  return html`<h2 tabindex="-1">${isDone ? "Your prints" : "Your prints are on their way"}</h2>
    <div
      class="delivery"
      data-payment="${payment}"
      data-state="${kind}"
      data-file="/prints/${name}"
      data-name="${name}"
      data-bytes="${bytes.length}"
    >
      <progress
        max="${bytes.length}"
        value="${isDone ? bytes.length : 0}"
        aria-label="Download"
      ></progress>
      <p class="delivery-news" role="status">${sentence}</p>
      <p>
        <a class="press" href="/prints/${name}" download="${name}">
          ${isDone ? "Download again" : "Download"}
        </a>
      </p>
      ${
        isDone
          ? ""
          : html`<p class="fine">
              If it has not arrived whole within ${minutesLeft} minutes, your money goes back by
              itself.
            </p>`
      }
    </div>`;
}

function tipRest(desk: Desk, visitor: string, newest: Purchase): Html {
  const tips = desk.purchases.beginning(visitor, "tip-");
  const cents = tips.reduce((sum, { ware }) => sum + BigInt(ware.slice("tip-".length)), 0n);
  const total = formatMoney({ amount: cents * 10_000n, asset: "PLAY/6" }, "en");
  const times = tips.length === 1 ? "one tip" : `${tips.length} tips`;
  return html`<h2 tabindex="-1">Thank you</h2>
    <p>You have given ${total} in ${times} from this browser.</p>
    ${newest.words === "" ? "" : html`<p>You wrote: <q>${newest.words}</q></p>`}
    <p><a href="">Give again</a></p>`;
}
