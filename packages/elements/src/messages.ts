/** What the element and the wallet's frame say to each other by `postMessage`. The parent can never say "pay" (rule 1). */

/** Looks of the card: `auto` follows the reader's device. */
export type Theme = "light" | "dark" | "auto";

/** Element to frame, once after `ready`: what to show, never what it costs. */
export interface InitMessage {
  readonly farthing: "init";
  readonly offer: string;
  readonly theme: Theme;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** Colour of the main button as the page's style names it; empty for the wallet's own. */
  readonly accent: string;
  /** Radius of the buttons in pixels, 0 to 24. */
  readonly radius: number;
  /** Address of the page: where a payer who had to leave comes back to. */
  readonly page: string;
}

/** `detail` of `farthing-paid`. `undoUntil` is milliseconds since 1970: grant lasting access only after it. */
export interface FarthingPaidDetail {
  readonly payment: string;
  /** The signed receipt (JWT). The merchant's server verifies it; the browser alone unlocks nothing. */
  readonly receipt: string;
  readonly undoUntil: number;
}

/** `detail` of `farthing-owned`: paid on an earlier visit, the first receipt again. */
export interface FarthingOwnedDetail {
  readonly payment: string;
  readonly receipt: string;
}

/** `detail` of `farthing-undone`: the payer took the payment back. */
export interface FarthingUndoneDetail {
  readonly payment: string;
}

/** `detail` of `farthing-returned`: paid on the wallet's page; the merchant's server claims the receipt by the nonce. */
export interface FarthingReturnedDetail {
  readonly nonce: string;
}

/** Frame to element. */
export type FrameMessage =
  | { readonly farthing: "ready" }
  | { readonly farthing: "height"; readonly px: number }
  /** The frame may not leave the page: the element takes the reader to the wallet, which can be paid once there. */
  | { readonly farthing: "go-to-wallet" }
  | ({ readonly farthing: "paid" } & FarthingPaidDetail)
  | ({ readonly farthing: "owned" } & FarthingOwnedDetail)
  | ({ readonly farthing: "undone" } & FarthingUndoneDetail);

/** What a message says it is, or `null` for anything that is not ours. */
export function messageName(data: unknown): string | null {
  if (typeof data !== "object" || data === null || !("farthing" in data)) return null;
  return typeof data.farthing === "string" ? data.farthing : null;
}
