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
  if (offer === null) return silence();
  return html`<farthing-button offer="${offer}" focus-to="rest"></farthing-button>
    ${withoutScript(ware, offer, wallet)}`;
}

/** The same around the beginning of what is sold, which fades out. */
export function paywall(
  ware: Ware,
  { offer, beginning, wallet }: { offer: string | null; beginning: string; wallet: string },
): Html {
  if (offer === null) return silence();
  return html`<farthing-paywall offer="${offer}" focus-to="rest">
      <p>${beginning}</p>
    </farthing-paywall>
    ${withoutScript(ware, offer, wallet)}`;
}

function silence(): Html {
  return html`<p class="closed" role="status">
    The wallet does not answer just now, so nothing can be bought here. Nothing was charged.
    <a href="">Try again</a>
  </p>`;
}

/** Where the wallet's script did not come, its own page still takes the payment. */
function withoutScript(ware: Ware, offer: string, wallet: string): Html {
  const pay = `${wallet}/pay?offer=${encodeURIComponent(offer)}`;
  return html`<p class="no-script"><a href="${pay}">Pay ${priceText(ware)} in the wallet</a></p>`;
}
