import { FarthingButton } from "./farthingButton.ts";
import { FarthingPaywall } from "./farthingPaywall.ts";
import { announceReturn } from "./returned.ts";

// A page may carry the script tag twice: the first one stands.
if (!customElements.get("farthing-button")) {
  customElements.define("farthing-button", FarthingButton);
  customElements.define("farthing-paywall", FarthingPaywall);
  announceReturn();
}
