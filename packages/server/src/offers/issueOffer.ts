import { instant, newId, parseAmount, ProblemError } from "@farthing/core";
import {
  jwsLengthMax,
  type OfferClaims,
  type OfferRequest,
  type OfferResponse,
} from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import { signOffer } from "./readOffer.ts";

const lifeSecondsDefault = 3_600;

// The journal keeps the address in its memo as JSON, quotes included: a backslash of a query takes two places there.
const resourceJsonMax = 302;

/**
 * Signs the price that `merchant` states for one resource. Throws `origin-not-registered` when the resource lies
 * elsewhere, `invalid-request` when the price is zero, in another asset, or above what the merchant sells at.
 */
export function issueOffer(deps: Deps, merchant: Merchant, request: OfferRequest): OfferResponse {
  const { resource, title, price, access, visitor, kind } = request;
  if (!merchant.origins.includes(new URL(resource).origin)) {
    throw new ProblemError("origin-not-registered");
  }
  if (JSON.stringify(resource).length > resourceJsonMax) {
    throw new ProblemError("invalid-request", "`resource`: write each backslash as %5C");
  }
  if (price.asset !== deps.config.asset) {
    throw new ProblemError("invalid-request", `\`price.asset\`: ${deps.config.asset} is sold here`);
  }
  if (parseAmount(price.amount) === 0n) {
    throw new ProblemError("invalid-request", "`price.amount`: more than 0");
  }
  requireSold(merchant, price.amount);
  const now = deps.clock.now();
  const iat = Math.floor(now / 1_000);
  const exp = iat + (request.expiresInSeconds ?? lifeSecondsDefault);
  const claims: OfferClaims = {
    iss: deps.config.origin,
    aud: merchant.id,
    jti: newId("offer", now),
    iat,
    exp,
    name: merchant.name,
    resource,
    title,
    amount: price.amount,
    asset: price.asset,
    access,
    ...(visitor === undefined ? {} : { visitor }),
    ...(kind === undefined ? {} : { kind }),
  };
  const offer = signOffer(deps, claims);
  if (offer.length > jwsLengthMax)
    throw new ProblemError("invalid-request", "the offer is too long");
  return { offer, expiresAt: instant(exp * 1_000) };
}

/** The merchant hears at once what its readers would be told one by one. */
function requireSold({ lines: { neverAbove } }: Merchant, amount: string): void {
  if (neverAbove === null || BigInt(amount) <= neverAbove) return;
  throw new ProblemError(
    "invalid-request",
    "`price.amount`: above the largest price that you set (`neverAbove`)",
  );
}
