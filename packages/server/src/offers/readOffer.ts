import { ProblemError, toBase64url, utf8 } from "@farthing/core";
import { type DecodedJws, decodeJws, OfferClaims, offerType } from "@farthing/protocol";
import sodium from "sodium-native";
import type { Deps } from "../deps.ts";
import { sha256 } from "../sha256.ts";

/** An offer of ours. */
export interface ReadOffer {
  readonly claims: OfferClaims;
  /** `claims.amount`. */
  readonly amount: bigint;
  /** SHA-256 of the compact text. */
  readonly hash: Uint8Array;
  /** The same as base64url. */
  readonly hashText: string;
}

/**
 * What the offer says, after its signature was checked (once per text: verified offers are remembered). Throws
 * `offer-invalid`, `offer-expired`, and `wrong-merchant` when it is not an offer of `merchant`.
 */
export function readOffer(
  deps: Deps,
  text: string,
  { merchant }: { merchant?: string } = {},
): ReadOffer {
  const offer = deps.caches.offers.get(text) ?? verifyOffer(deps, text);
  if (merchant !== undefined && offer.claims.aud !== merchant)
    throw new ProblemError("wrong-merchant");
  if (offer.claims.exp * 1_000 <= deps.clock.now()) throw new ProblemError("offer-expired");
  return offer;
}

function verifyOffer(deps: Deps, text: string): ReadOffer {
  const jws = decodeJws(text);
  if (jws === null || !isOurs(deps, jws)) throw new ProblemError("offer-invalid");
  const { success, data: claims } = OfferClaims.safeParse(jws.payload);
  if (!success || claims.iss !== deps.config.origin) throw new ProblemError("offer-invalid");
  const hash = sha256(utf8(text));
  const offer = { claims, amount: BigInt(claims.amount), hash, hashText: toBase64url(hash) };
  deps.caches.offers.set(text, offer);
  return offer;
}

function isOurs(deps: Deps, { header, signed, signature }: DecodedJws): boolean {
  const { kid, publicKey } = deps.keys.issuer;
  // RFC 8725 §3.1: the algorithm is ours to choose, never the text's. §3.11: the type is pinned.
  return (
    header["alg"] === "EdDSA" &&
    header["kid"] === kid &&
    header["typ"] === offerType &&
    Object.keys(header).length === 3 &&
    sodium.crypto_sign_verify_detached(signature, signed, publicKey)
  );
}
