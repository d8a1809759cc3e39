import { loadMore } from "./loadMore.ts";
import { walletOrigin } from "./walletOrigin.ts";

/**
 * `<farthing-paywall offer="…">`: its children are the preview, with a fade, a price line, the button and a way in for
 * those who paid before. Works as slot and button alone until the rest is loaded, and where it cannot be.
 */
export class FarthingPaywall extends HTMLElement {
  static readonly observedAttributes = ["offer", "theme", "lang", "focus-to"];

  readonly #shadow = this.attachShadow({ mode: "open" });
  readonly #button = document.createElement("farthing-button");
  #isDressed = false;

  constructor() {
    super();
    this.#shadow.append(document.createElement("slot"), this.#button);
  }

  connectedCallback(): void {
    if (this.#isDressed) return;
    this.#isDressed = true;
    void loadMore().then(({ dress }) =>
      dress?.({ host: this, shadow: this.#shadow, wallet: walletOrigin }),
    );
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    if (value === null) this.#button.removeAttribute(name);
    else this.#button.setAttribute(name, value);
  }
}
