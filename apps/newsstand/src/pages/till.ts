import { formatMoney } from "@farthing/core";
import { html } from "hono/html";
import type { Ware } from "../wares/ware.ts";
import type { Html } from "./layout.ts";

/** The price as every screen writes money. */
export function priceText({ price }: Ware): string {
  return formatMoney(price, "en");
}

/** The wallet's button for one ware; a sentence in its place while the wallet is silent (`offer` is null). */
export function till(ware: Ware, offer: string | null, wallet: string): Html {
  if (offer === null) {
    return html`<p class="closed" role="status">
      The wallet does not answer just now, so nothing can be bought here. Nothing was charged.
      <a href="">Try again</a>
    </p>`;
  }
  const pay = `${wallet}/pay?offer=${encodeURIComponent(offer)}`;
  return html`<farthing-button offer="${offer}" focus-to="rest">
    <a href="${pay}">Pay ${priceText(ware)} in the wallet</a>
  </farthing-button>`;
}
