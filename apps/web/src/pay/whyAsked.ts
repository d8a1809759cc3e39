import { type Asset, assert, isAsset } from "@farthing/core";
import type { AllowanceLimits, OpenGrantResponse } from "@farthing/protocol";
import type { PayState } from "./state.ts";

/** Why the page opened instead of the click paying at once: the sentence under the title. */
export type WhyAsked =
  | "from-another-site"
  | "first-time"
  | "over-per-click"
  | "over-24h"
  | "over-total"
  | "key-not-kept"
  | "new-device"
  | "check-age"
  | "many-clicks"
  | "merchant-asks"
  | "platform-brake"
  | "unusual"
  /** A check that is due, or a button that something covered: the page cannot tell. */
  | "check";

/** The policy's counters in the page's words; the others say no more than that a check is due. */
const byCounter: Readonly<Record<string, WhyAsked>> = {
  "new-device": "new-device",
  "check-age": "check-age",
  "clicks-per-10s": "many-clicks",
  "clicks-per-10min": "many-clicks",
  "clicks-per-day": "many-clicks",
  "platform-brake": "platform-brake",
  "merchant-asks": "merchant-asks",
};

/** The first line that the price crosses comes before the state of the key: it would ask in any case. */
export function whyAsked(view: OpenGrantResponse): WhyAsked {
  if (!view.mayEnrol) return "from-another-site";
  const { standing } = view;
  if (standing === null) return "first-time";
  const price = BigInt(view.price.amount);
  if (price > BigInt(standing.perClick.amount)) return "over-per-click";
  if (price > BigInt(standing.left24h.amount)) return "over-24h";
  if (price > BigInt(standing.leftTotal.amount)) return "over-total";
  return view.remembered ? whyDecided(view.decided) : "key-not-kept";
}

/** What named the passkey: a counter, or a row that asks for one because of the risk. */
function whyDecided(decided: OpenGrantResponse["decided"]): WhyAsked {
  if (decided === undefined) return "check";
  if (decided.counter !== null) return byCounter[decided.counter] ?? "check";
  return decided.band === "low" ? "check" : "unusual";
}

/**
 * Whether the page asks rule 3's question: pay this once, or raise the line of one click. Not any more when the payer
 * wrote other limits, and not where nothing is enrolled.
 */
export function isOverLine(
  view: OpenGrantResponse,
  { chosen, everyTime }: Pick<PayState, "chosen" | "everyTime">,
): boolean {
  return whyAsked(view) === "over-per-click" && chosen === null && !everyTime;
}

/** The asset that this wallet pays in. */
export function assetOf(view: OpenGrantResponse): Asset {
  const { asset } = view.price;
  assert(isAsset(asset), "the server sends money");
  return asset;
}

/** Whether the wallet that is signed in holds less than the price. */
export function isShort(view: OpenGrantResponse): boolean {
  return view.wallet !== null && BigInt(view.wallet.balance.amount) < BigInt(view.price.amount);
}

/** The highest limits that may be chosen: a fresh passkey carries the preset's at most (rule 2). */
export function highestLimits(view: OpenGrantResponse, way: "create" | "get"): AllowanceLimits {
  return way === "create" ? view.preset : view.ceiling;
}
