import { ProblemError } from "@farthing/core";
import { thumbprint, verifyProof } from "@farthing/identity";
import type { HelloRequest, HelloResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Merchant, merchantById } from "../merchants/merchant.ts";
import { readOffer, type ReadOffer } from "../offers/readOffer.ts";
import {
  type AllowanceLines,
  allowanceLines,
  allowanceStatus,
  allowanceView,
} from "./allowanceView.ts";
import { confirmFor } from "./confirmFor.ts";
import { type Enrolment, loadEnrolment } from "./enrolment.ts";
import { ownershipKey } from "./keys.ts";

type Why = NonNullable<HelloResponse["why"]>;
type State = Pick<HelloResponse, "state" | "why" | "allowance" | "confirm">;

/**
 * What the frame draws: price and merchant from the signed offer, and what a click will do. Changes
 * nothing. Throws `origin-not-registered`, `wrong-merchant`, problems of the offer and of the proof.
 */
export async function hello(deps: Deps, request: HelloRequest): Promise<HelloResponse> {
  const { config, clock } = deps;
  const offer = readOffer(deps, request.offer);
  const merchant = await merchantById(deps, offer.claims.aud);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  if (!merchant.origins.includes(request.parent)) throw new ProblemError("origin-not-registered");
  await deps.rates.merchant(merchant.id);
  return {
    merchant: { id: merchant.id, name: merchant.name },
    title: offer.claims.title,
    price: { amount: offer.claims.amount, asset: config.asset },
    mode: config.mode,
    ...(await stateOf(deps, { request, offer, merchant })),
    stepUp: false,
    mayEnrol: false,
    serverTime: clock.now(),
  };
}

async function stateOf(
  deps: Deps,
  of: { request: HelloRequest; offer: ReadOffer; merchant: Merchant },
): Promise<State> {
  const { request, offer, merchant } = of;
  const none = request.keyStorage === "memory" ? "key-not-kept" : "first-time";
  const enrolment = await provenEnrolment(deps, request, offer);
  if (enrolment === null) return needsWallet(none);
  if (enrolment.merchant !== merchant.id) throw new ProblemError("wrong-merchant");
  const lines = allowanceLines(deps, enrolment.allowanceKeys);
  const [counter] = deps.ledger.lookupCounters([enrolment.counter]);
  if (lines === null || !counter || counter.closed) return needsWallet(none);
  const view = allowanceView(deps, enrolment.allowance, lines);
  if (isOwned(deps, enrolment, offer))
    return { state: "owned", why: null, allowance: view, confirm: "none" };
  const why = whyNot(deps, lines, offer.amount);
  if (why === null) {
    const confirm = confirmFor(deps.config, { amount: offer.amount, hold: enrolment.hold });
    return { state: "ready", why: null, allowance: view, confirm };
  }
  const isOver = why === "allowance-ended";
  return { ...needsWallet(why), allowance: isOver ? null : view };
}

async function provenEnrolment(
  deps: Deps,
  { proof }: HelloRequest,
  offer: ReadOffer,
): Promise<Enrolment | null> {
  if (proof === undefined) return null;
  const subject = offer.hashText;
  const verdict = verifyProof({ proof, purpose: "hello", subject, now: deps.clock.now() });
  if (verdict !== "ok") throw new ProblemError(verdict);
  const print = thumbprint(proof.device);
  return print === null ? null : loadEnrolment(deps, print);
}

function isOwned(deps: Deps, { payer, merchant }: Enrolment, { claims }: ReadOffer): boolean {
  if (claims.access !== "own") return false;
  const [holder] = deps.ledger.lookupClaims([ownershipKey(payer, merchant, claims.resource)]);
  return holder !== null && holder !== undefined;
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

function needsWallet(why: Why): State {
  return { state: "needs-wallet", why, allowance: null, confirm: "none" };
}
