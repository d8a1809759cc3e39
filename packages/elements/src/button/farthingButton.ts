import { type FrameMessage, type InitMessage, messageName, type Theme } from "../messages.ts";
import { drawFallback } from "./fallback.ts";
import { loadMore } from "./loadMore.ts";
import { offerMerchant } from "../offerClaims.ts";
import { walletOrigin } from "./walletOrigin.ts";

/** Height of the frame before it has measured itself, narrow and wide: that of its states, so that nothing moves. */
const firstHeightPx = { narrow: 192, wide: 135 };
const wideFromPx = 560;
const heightPxMax = 600;
const handshakeMs = 3_000;

/**
 * `<farthing-button offer="…" theme="light|dark|auto" lang="…" focus-to="…">`: shows the wallet's own frame and passes
 * on what it says as `farthing-paid`, `farthing-owned` and `farthing-undone` (bubbling, composed). Holds no power over
 * money: the click happens inside the frame (rule 1).
 */
export class FarthingButton extends HTMLElement {
  static readonly observedAttributes = ["offer", "theme", "lang", "style"];

  readonly #shadow = this.attachShadow({ mode: "open" });
  #frame: HTMLIFrameElement | null = null;
  #fallback: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReady = false;

  connectedCallback(): void {
    this.style.display ||= "block";
    addEventListener("message", this.#hear);
    addEventListener("online", this.#again);
    this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
    removeEventListener("online", this.#again);
    clearTimeout(this.#timer);
    this.#shadow.replaceChildren();
    this.#frame = this.#fallback = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Before the element is connected, and while its upgrade hands over the attributes, there is nothing to change.
    if (before === after || !this.#shadow.hasChildNodes()) return;
    if (name === "offer" || name === "lang") this.#load();
    else if (this.#isReady) this.#init();
  }

  get #language(): string {
    return this.closest<HTMLElement>("[lang]")?.lang || "en";
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
    const merchant = offerMerchant(offer);
    this.#frame = this.#fallback = null;
    this.#isReady = false;
    if (!merchant) {
      this.#shadow.textContent = "Nothing can be charged. There is no valid offer here.";
      return;
    }
    this.#frame = this.#makeFrame(merchant);
    this.#shadow.replaceChildren(this.#frame);
    this.#timer = setTimeout(() => this.#offerWallet(offer), handshakeMs);
  }

  #makeFrame(merchant: string): HTMLIFrameElement {
    const frame = document.createElement("iframe");
    frame.src = `${walletOrigin}/embed/${merchant}`;
    frame.allow = "publickey-credentials-get *";
    frame.title = "Farthing";
    // Styles by CSSOM: a page with a strict style-src would drop a <style> element.
    const height = this.clientWidth < wideFromPx ? firstHeightPx.narrow : firstHeightPx.wide;
    frame.style.cssText = `display:block;width:100%;height:${height}px;border:0`;
    return frame;
  }

  /** Rule 23: a blocked frame fires no error; the wallet's own page can always take the payment. */
  #offerWallet(offer: string): void {
    const box = drawFallback(walletOrigin, offer);
    this.#fallback = box;
    if (this.#frame) this.#frame.style.display = "none";
    this.#shadow.append(box);
    const lang = this.#language;
    void loadMore().then(({ explain }) => explain?.({ box, offer, lang, wallet: walletOrigin }));
  }

  #init(): void {
    const frame = this.#frame;
    const theme = this.#theme;
    const style = getComputedStyle(this);
    const radius = Number.parseFloat(style.getPropertyValue("--farthing-radius"));
    const message: InitMessage = {
      farthing: "init",
      offer: this.getAttribute("offer") ?? "",
      theme,
      lang: this.#language,
      dir: style.direction === "rtl" ? "rtl" : "ltr",
      accent: style.getPropertyValue("--farthing-accent").trim(),
      radius,
      page: location.href,
    };
    // A frame whose colour scheme differs from its page's gets an opaque backdrop (CSS Color Adjustment §2.2).
    frame?.style.setProperty("color-scheme", theme === "auto" ? "light dark" : theme);
    frame?.contentWindow?.postMessage(message, walletOrigin);
  }

  /** The network is back: what did not load is loaded again. */
  readonly #again = (): void => {
    if (this.#fallback) this.#load();
  };

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
      this.#fallback = null;
      this.#isReady = true;
      frame.style.display = "block";
      this.#init();
    } else if (message.farthing === "height") {
      frame.style.height = `${Math.min(Number(message.px), heightPxMax)}px`;
    } else if (farthing === "go-to-wallet") {
      // A sandbox keeps the frame from leaving the page: there the wallet can be paid once (rule 6).
      const offer = encodeURIComponent(this.getAttribute("offer") ?? "");
      location.assign(`${walletOrigin}/pay?offer=${offer}`);
    } else if (/^(paid|owned|undone)$/.test(farthing)) {
      this.dispatchEvent(
        new CustomEvent(`farthing-${farthing}`, { detail, bubbles: true, composed: true }),
      );
      if (farthing !== "undone") this.#leave(frame);
    }
  }

  /** Rule 15: the next key is for what was bought, and not for the frame. */
  #leave(frame: HTMLIFrameElement): void {
    if (this.#shadow.activeElement !== frame) return;
    frame.blur();
    void loadMore().then(({ moveFocus }) => moveFocus?.(this, this.getAttribute("focus-to")));
  }
}
