import { offerPrice } from "./offerPrice.ts";
import { paywallWords } from "./paywallWords.ts";

/** Why the frame may be silent, as far as the page's own address tells (rule 23). */
export type Place = "production" | "loopback" | "file";

/** Where a page is: its maker is told what to do on his own machine, and readers never. */
export function placeOf({ protocol, hostname }: Pick<Location, "protocol" | "hostname">): Place {
  if (protocol === "file:") return "file";
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
    ? "loopback"
    : "production";
}

/** The box with the link in the frame's place, and what it is for. */
export interface Fallback {
  readonly box: HTMLElement;
  readonly offer: string;
  readonly lang: string;
  readonly wallet: string;
}

/** Says the price on the link, and behind it what the page's maker can do, on the maker's own machine only. */
export function explain({ box, offer, lang, wallet }: Fallback): void {
  const price = offerPrice(offer, lang);
  const link = box.firstElementChild;
  if (price !== null && link) link.textContent = paywallWords(lang).pay.replace("{price}", price);
  const place = placeOf(location);
  if (place === "production") return;
  const note = document.createElement("p");
  note.style.cssText = "font:14px/1.4 system-ui;margin:8px 0 0";
  box.append(note);
  if (place === "file") {
    note.textContent = "Open this file through a web server: npx serve";
    return;
  }
  const add = document.createElement("a");
  add.href = `${wallet}/reference#post-v1-merchant-origins`;
  add.textContent = "Add it";
  note.append(`This address (${location.origin}) is not registered. `, add);
}
