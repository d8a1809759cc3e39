import { ProblemError } from "@farthing/core";
import type { LimitBalance } from "@farthing/ledger";
import type { DeclineReason, HelloResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { familyOf } from "../enrolments/family.ts";
import { erasedWith } from "../erasures/erasedKeys.ts";
import { isErased } from "../erasures/isErased.ts";
import { type HoldStanding, holdOf } from "../holds/holdOf.ts";
import type { Merchant } from "../merchants/merchant.ts";
import type { ReadOffer } from "../offers/readOffer.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import {
  type AllowanceLines,
  allowanceLines,
  allowanceStatus,
  allowanceView,
} from "./allowanceView.ts";
import { confirmFor } from "./confirmFor.ts";
import { type Enrolment, loadEnrolment } from "./enrolment.ts";
import { allowanceKeys, ownershipKey } from "./keys.ts";
import { lineOf, tabOf } from "../tabs/tabOf.ts";
import { whyNotLater } from "../tabs/whyNotLater.ts";
import { clickLine, isAlive } from "./liveKey.ts";
import { readPaymentMemo } from "./memo.ts";
import { type Buyer, ownerOf } from "./ownerOf.ts";
import type { OfferOn } from "./offerOn.ts";

/** A frame that asks what it may do, as far as it has shown who it is. */
export interface Greeted extends OfferOn {
  /** Thumbprint of the key that it holds; null for none. */
  readonly print: Uint8Array | null;
  /** SHA-256 of its partition cookie; null for none. */
  readonly cookie: Uint8Array | null;
  /** Whether a key outlives its page. */
  readonly isKept: boolean;
}

type Why = NonNullable<HelloResponse["why"]>;
type State = Pick<
  HelloResponse,
  "state" | "why" | "allowance" | "bill" | "refusal" | "confirm" | "stepUp" | "mayEnrol"
>;

const quiet = {
  why: null,
  allowance: null,
  bill: null,
  confirm: "none",
  stepUp: false,
  mayEnrol: false,
} as const;

/** The wallet of this browser is gone: what a press opens is a new one. */
const erased = { ...quiet, state: "needs-wallet", why: "wallet-erased" } as const;

/** The answer to `hello`, and to an enrolment: what is sold, and what a click with this key does now. */
export async function greet(deps: Deps, of: Greeted): Promise<HelloResponse> {
  const { config, clock } = deps;
  const { offer, merchant } = of;
  return {
    merchant: { id: merchant.id, name: merchant.name },
    title: offer.claims.title,
    // An owned thing without a kind reads as an article (specs/offer.md).
    kind: offer.claims.kind ?? (offer.claims.access === "own" ? "article" : "other"),
    access: offer.claims.access,
    price: { amount: offer.claims.amount, asset: config.asset },
    mode: config.mode,
    ...(await stateOf(deps, of)),
    serverTime: clock.now(),
  };
}

async function stateOf(deps: Deps, of: Greeted): Promise<State> {
  const { offer, merchant, print } = of;
  const enrolment = print === null ? null : await loadEnrolment(deps, print);
  if (enrolment === null) {
    const isErasedKey = print !== null && erasedWith(deps, print) !== null;
    return isErasedKey ? erased : withoutKey(deps, of, null);
  }
  if (isErased(deps, enrolment.payer)) return erased;
  if (enrolment.merchant !== merchant.id) throw new ProblemError("wrong-merchant");
  const lines = allowanceLines(deps, enrolment.allowanceKeys);
  if (lines === null || !isAlive(deps, enrolment)) return withoutKey(deps, of, lines);
  const shown = { ...lines, click: clickLine(deps, enrolment, lines) };
  const allowance = allowanceView(deps, enrolment.allowance, shown);
  if (isHeld(deps, enrolment, offer)) return { ...quiet, state: "held", allowance };
  if (isOwned(deps, enrolment, offer)) return { ...quiet, state: "owned", allowance };
  // Whoever has a wallet now is asked as a newcomer is: the bill is over.
  if (enrolment.wallet !== null) return { ...quiet, state: "needs-wallet", why: "first-time" };
  const refusal = refusalOf(deps, enrolment, { amount: offer.amount, lines, merchant });
  if (refusal !== null) return { ...quiet, state: "ready", allowance, refusal };
  const tab = enrolment.isGuest ? tabOf(deps, enrolment.payer) : null;
  const bill = tab === null ? null : lineOf(deps, tab);
  const due = tab === null ? null : whyNotLater(deps, { tab, merchant, amount: offer.amount });
  if (due !== null) return { ...quiet, state: "needs-wallet", why: due, allowance, bill };
  const why = whyNot(deps, shown, offer.amount) ?? siteAsks(merchant, offer.amount);
  if (why === "allowance-ended") return { ...quiet, state: "needs-wallet", why };
  if (why !== null) {
    const stepUp = await mayStepUp(deps, enrolment, offer);
    return { ...quiet, state: "needs-wallet", why, allowance, bill, stepUp };
  }
  const confirm = confirmFor(deps.config, { amount: offer.amount, hold: enrolment.hold });
  return { ...quiet, state: "ready", allowance, bill, confirm };
}

/** No key here that may pay: perhaps the cookie enrols one. `known`: the lines of a key that was enrolled once. */
async function withoutKey(
  deps: Deps,
  { cookie, merchant, isKept }: Greeted,
  known: AllowanceLines | null,
): Promise<State> {
  const found = cookie === null ? null : await familyOf(deps, cookie);
  const family = found?.merchant_id === merchant.id ? found : null;
  const lines = family === null ? known : allowanceLines(deps, allowanceKeys(family.allowance_id));
  const isActive = lines !== null && allowanceStatus(lines, deps.clock.now()) === "active";
  // A cookie that came back remembers the browser as well as a key does (rung C).
  const first = isKept || cookie !== null ? "first-time" : "key-not-kept";
  const why = lines !== null && !isActive ? "allowance-ended" : first;
  const mayEnrol = family !== null && family.revoked_at === null && isActive;
  return { ...quiet, state: "needs-wallet", why, mayEnrol };
}

/** Whether `payer` paid for what is offered before, and still owns it. What is held is not paid yet. */
export function isOwned(deps: Deps, of: Buyer, offer: ReadOffer): boolean {
  const claim = claimOf(deps, of, offer);
  return claim !== null && (claim.standing === null || claim.standing.kind === "captured");
}

/** Whether a payment of this payer for what is offered is held. */
function isHeld(deps: Deps, of: Buyer, offer: ReadOffer): boolean {
  return claimOf(deps, of, offer)?.standing?.kind === "held";
}

/** The payment that holds the claim to what is offered, as far as it was held first; null: nobody does. */
function claimOf(
  deps: Deps,
  buyer: Buyer,
  { claims }: ReadOffer,
): { readonly standing: HoldStanding | null } | null {
  if (claims.access !== "own") return null;
  const owner = ownerOf(deps, buyer, claims);
  const [holder] = deps.ledger.lookupClaims([ownershipKey(owner, claims.aud, claims.resource)]);
  const entry = holder === null || holder === undefined ? null : deps.ledger.lookupEntry(holder);
  if (entry === null) return null;
  return { standing: holdOf(deps, entry, readPaymentMemo(entry.memo)) };
}

/**
 * What the payer closed, or used up over all clicks here, and what the site does not sell: no passkey helps, so it is said before anything is asked for. A
 * press asks the ledger all the same, as it may be open again by then.
 */
function refusalOf(
  deps: Deps,
  { payerKeys: { day, month }, merchantDay }: Enrolment,
  { amount, lines, merchant }: { amount: bigint; lines: AllowanceLines; merchant: Merchant },
): State["refusal"] | null {
  const [ofDay, ofMonth, here] = deps.ledger.lookupLimits([day, month, merchantDay.key]);
  if (ofDay?.closed) return { reason: "wallet-frozen" };
  if (allowanceStatus(lines, deps.clock.now()) === "paused") return { reason: "allowance-paused" };
  const { neverAbove } = merchant.lines;
  if (neverAbove !== null && amount > neverAbove) return { reason: "above-site-price" };
  const order: readonly [LimitBalance | null | undefined, DeclineReason][] = [
    [ofDay, "daily-limit-reached"],
    [ofMonth, "monthly-limit-reached"],
    [here, "merchant-limit-reached"],
  ];
  for (const [limit, reason] of order) {
    if (!limit || amount <= limit.available) continue;
    const max = { amount: limit.max.toString(), asset: deps.config.asset };
    return { reason, limit: { max, moreAt: limit.moreAt } };
  }
  return null;
}

/** The first line that would refuse this price, in the order of the ledger's own check. */
function whyNot(deps: Deps, lines: AllowanceLines, amount: bigint): Why | null {
  if (allowanceStatus(lines, deps.clock.now()) !== "active") return "allowance-ended";
  const order: readonly [keyof AllowanceLines, Why][] = [
    ["click", "over-per-click"],
    ["day", "over-24h"],
    ["total", "over-total"],
  ];
  return order.find(([line]) => amount > lines[line].available)?.[1] ?? null;
}

/** The site has a passkey asked for at this price: said before the click, and not after it. */
function siteAsks({ lines: { askAbove } }: Merchant, amount: bigint): Why | null {
  return askAbove !== null && amount > askAbove ? "check-due" : null;
}

/** Rule 19: a passkey inside the frame, for small prices, and only where there is one. */
async function mayStepUp(
  deps: Deps,
  { payer }: Enrolment,
  { amount }: ReadOffer,
): Promise<boolean> {
  return amount <= deps.config.stepUpMax && (await passkeysOf(deps, payer)).length > 0;
}
