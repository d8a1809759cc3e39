import type { FarthingPaidDetail } from "../messages.ts";
import { offerPrice } from "./offerPrice.ts";
import { paywallWords } from "./paywallWords.ts";

// A constructed sheet: a page with a strict style-src would drop a <style> element.
const rules = `
:host{display:block}
.open slot{display:block;max-block-size:22em;overflow:hidden;
mask-image:linear-gradient(#000 calc(100% - 9em),transparent)}
p{margin:.8em 0;font:15px/1.4 system-ui,sans-serif}
.price{font-weight:600}
a{display:inline-block;padding:12px 0;margin:-12px 0;color:inherit}
a:focus-visible{outline:3px solid;outline-offset:2px}
[hidden]{display:none}
@media print{slot{mask-image:none!important}farthing-button,.before{display:none}}
@media (forced-colors:active){slot{mask-image:none!important}}`;

/** How long the frame stays after Undo is over, for "Ask for it back" to be seen, in milliseconds. */
const lingerMs = 30_000;

/** How a paywall stands. */
export type Standing = "closed" | "paid" | "owned";

/** What an event of the button makes of it. */
export function standingAfter(event: string): Standing {
  if (event === "farthing-paid") return "paid";
  return event === "farthing-owned" ? "owned" : "closed";
}

/** When the frame may go: once nothing can be undone any more. Milliseconds from `now`. */
export function lingerFor(undoUntil: number, now: number): number {
  return Math.max(0, undoUntil - now) + lingerMs;
}

export interface Dressing {
  readonly host: HTMLElement;
  readonly shadow: ShadowRoot;
  readonly wallet: string;
}

/** Draws the fade, the price line and the way in around the button of `host`, and takes them away once it is paid. */
export function dress(of: Dressing): void {
  const { host, shadow } = of;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  shadow.adoptedStyleSheets = [sheet];
  const frame = shadow.querySelector("farthing-button") as HTMLElement;
  const [preview, price, before] = [line("div", ""), line("p", "price"), line("p", "before")];
  preview.append(shadow.querySelector("slot") as HTMLElement);
  const link = document.createElement("a");
  let standing: Standing = "closed";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = () => {
    const lang = host.closest<HTMLElement>("[lang]")?.lang ?? "en";
    const offer = host.getAttribute("offer") ?? "";
    const cost = offerPrice(offer, lang);
    const words = paywallWords(lang);
    preview.className = standing === "closed" ? "open" : "";
    preview.hidden = standing !== "closed";
    before.hidden = standing !== "closed" || cost === null;
    price.textContent =
      standing === "owned" ? words.owned : words.price.replace("{price}", cost ?? "");
    price.hidden = standing === "paid" || cost === null;
    link.textContent = words.signIn;
    link.href = `${of.wallet}/pay?offer=${encodeURIComponent(offer)}&open=1`;
    before.replaceChildren(`${words.before} `, link);
  };

  const hear = (event: Event) => {
    standing = standingAfter(event.type);
    clearTimeout(timer);
    frame.hidden = false;
    if (standing === "paid") {
      const { undoUntil } = (event as CustomEvent<FarthingPaidDetail>).detail;
      timer = setTimeout(hide, lingerFor(undoUntil, performance.timeOrigin + performance.now()));
    }
    draw();
  };
  const hide = () => {
    // Never gone while focused (rule 18).
    if (shadow.activeElement === frame) timer = setTimeout(hide, lingerMs);
    else frame.hidden = true;
  };

  for (const name of ["paid", "owned", "undone"]) shadow.addEventListener(`farthing-${name}`, hear);
  new MutationObserver(() => {
    standing = "closed";
    draw();
  }).observe(host, { attributeFilter: ["offer"] });
  shadow.prepend(preview, price);
  shadow.append(before);
  draw();
}

function line(tag: "p" | "div", name: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
