import { type FrameMessage, type InitMessage, messageName, type Theme } from "../messages.ts";
import { drawFallback } from "./fallback.ts";
import { type OfferFacts, readOffer } from "./offerFacts.ts";
import { walletOrigin } from "./walletOrigin.ts";

/** Height of the frame before it has measured itself, narrow and wide: that of its states, so that nothing moves. */
const firstHeightPx = { narrow: 192, wide: 135 };
const wideFromPx = 560;
const heightPxMax = 600;
const handshakeMs = 3_000;

/**
 * `<farthing-button offer="…" theme="light|dark|auto" lang="…">`: shows the wallet's own frame and passes on what it
 * says as `farthing-paid`, `farthing-owned` and `farthing-undone` (bubbling, composed). Holds no power over money:
 * the click happens inside the frame (rule 1).
 */
export class FarthingButton extends HTMLElement {
  static readonly observedAttributes = ["offer", "theme"];

  readonly #shadow = this.attachShadow({ mode: "open" });
  #frame: HTMLIFrameElement | null = null;
  #fallback: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.style.display = "block";
    addEventListener("message", this.#hear);
    this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
    clearTimeout(this.#timer);
    this.#shadow.replaceChildren();
    this.#frame = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || this.#frame === null) return;
    if (name === "offer") this.#load();
    else this.#init();
  }

  get #language(): string {
    return this.lang || document.documentElement.lang || "en";
  }

  get #theme(): Theme {
    const wanted = this.getAttribute("theme");
    if (wanted === "light" || wanted === "dark" || wanted === "auto") return wanted;
    // A page that never says `color-scheme` is light in every browser: a dark card would be a hole in it.
    return getComputedStyle(this).colorScheme === "normal" ? "light" : "auto";
  }

  #load(): void {
    clearTimeout(this.#timer);
    const offer = this.getAttribute("offer") ?? "";
    const facts = readOffer(offer, this.#language);
    this.#fallback = null;
    this.#frame = null;
    if (facts === null) {
      this.#shadow.textContent = "There is no valid offer here. Nothing can be charged.";
      return;
    }
    this.#frame = this.#makeFrame(facts);
    this.#shadow.replaceChildren(this.#frame);
    this.#timer = setTimeout(() => this.#offerWallet(offer, facts), handshakeMs);
  }

  #makeFrame(facts: OfferFacts): HTMLIFrameElement {
    const frame = document.createElement("iframe");
    frame.src = `${walletOrigin}/embed/${facts.merchant}`;
    frame.allow = "publickey-credentials-get *";
    frame.title = `Read for ${facts.price}`;
    // Styles by CSSOM: a page with a strict style-src would drop a <style> element.
    const theme = this.#theme;
    // A frame whose colour scheme differs from its page's gets an opaque backdrop (CSS Color Adjustment §2.2).
    const scheme = theme === "auto" ? "light dark" : theme;
    const height = this.clientWidth < wideFromPx ? firstHeightPx.narrow : firstHeightPx.wide;
    frame.style.cssText = `display:block;width:100%;height:${height}px;border:0;color-scheme:${scheme}`;
    return frame;
  }

  /** Rule 23: a blocked frame fires no error; the wallet's own page can always take the payment. */
  #offerWallet(offer: string, facts: OfferFacts): void {
    this.#fallback = drawFallback(walletOrigin, offer, facts.price);
    if (this.#frame) this.#frame.style.display = "none";
    this.#shadow.append(this.#fallback);
  }

  #init(): void {
    const message: InitMessage = {
      farthing: "init",
      offer: this.getAttribute("offer") ?? "",
      theme: this.#theme,
      lang: this.#language,
      dir: "ltr",
      accent: "",
      radius: 10,
      page: location.href,
    };
    this.#frame?.contentWindow?.postMessage(message, walletOrigin);
  }

  readonly #hear = (event: MessageEvent<unknown>): void => {
    const frame = this.#frame;
    if (event.origin !== walletOrigin || frame === null) return;
    if (event.source !== frame.contentWindow || messageName(event.data) === null) return;
    this.#obey(event.data as FrameMessage, frame);
  };

  #obey(message: FrameMessage, frame: HTMLIFrameElement): void {
    const { farthing, ...detail } = message;
    if (farthing === "ready") {
      clearTimeout(this.#timer);
      this.#fallback?.remove();
      frame.style.display = "block";
      this.#init();
    } else if (message.farthing === "height") {
      frame.style.height = `${Math.min(Number(message.px), heightPxMax)}px`;
    } else if (/^(paid|owned|undone)$/.test(farthing)) {
      this.dispatchEvent(
        new CustomEvent(`farthing-${farthing}`, { detail, bubbles: true, composed: true }),
      );
    }
  }
}
