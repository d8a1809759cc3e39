import { timingSafeEqual } from "node:crypto";
import { ProblemError, toBase64url, utf8 } from "@farthing/core";
import { encodeJws, jwsLengthMax, OfferClaims, offerType } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { jwsHeader } from "../jwsHeader.ts";
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
 * What the offer says, if this server signed it: checked once per text, then remembered. Throws
 * `offer-invalid`, `offer-expired`, and `wrong-merchant` when it is not an offer of `merchant`. `evenIfOver`: to be shown,
 * not sold.
 */
export function readOffer(
  deps: Deps,
  text: string,
  { merchant, evenIfOver = false }: { merchant?: string; evenIfOver?: boolean } = {},
): ReadOffer {
  if (text.length > jwsLengthMax) throw new ProblemError("offer-invalid");
  const hash = sha256(utf8(text));
  const hashText = toBase64url(hash);
  const offer = deps.caches.offers.peek(hashText) ?? verifyOffer(deps, text, { hash, hashText });
  if (merchant !== undefined && offer.claims.aud !== merchant) {
    throw new ProblemError("wrong-merchant");
  }
  if (!evenIfOver && offer.claims.exp * 1_000 <= deps.clock.now())
    throw new ProblemError("offer-expired");
  return offer;
}

/** Signs `claims` (parsed before), and remembers the offer: most are paid where they were issued. */
export function signOffer(deps: Deps, claims: OfferClaims): string {
  const { kid, sign } = deps.keys.issuer;
  const text = encodeJws({ typ: offerType, kid }, claims, sign);
  const hash = sha256(utf8(text));
  remember(deps, claims, { hash, hashText: toBase64url(hash) });
  return text;
}

type Hashes = Pick<ReadOffer, "hash" | "hashText">;

function remember(deps: Deps, claims: OfferClaims, hashes: Hashes): ReadOffer {
  const offer = { claims, amount: BigInt(claims.amount), ...hashes };
  deps.caches.offers.set(hashes.hashText, offer);
  return offer;
}

function verifyOffer(deps: Deps, text: string, hashes: Hashes): ReadOffer {
  const signed = signedPart(deps, text);
  if (signed === null) throw new ProblemError("offer-invalid");
  const payload = signed.slice(signed.indexOf(".") + 1);
  const { success, data: claims } = OfferClaims.safeParse(parseJson(payload));
  if (!success || claims.iss !== deps.config.origin) throw new ProblemError("offer-invalid");
  return remember(deps, claims, hashes);
}

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Header and payload of a compact JWS that our key signed as an offer, or `null`. Checked by signing it again:
 * Ed25519 is deterministic (RFC 8032 §5.1.6), signing costs a third of verifying, and an offer has one signature only.
 */
function signedPart(deps: Deps, text: string): string | null {
  const { kid, sign } = deps.keys.issuer;
  const dot = text.lastIndexOf(".");
  const signed = text.slice(0, Math.max(0, dot));
  // RFC 8725 §3.1 and §3.11: algorithm, type and key are ours to say, so the header is compared, not read.
  if (!signed.startsWith(jwsHeader(offerType, kid))) return null;
  const ours = Buffer.from(Buffer.from(sign(utf8(signed))).toString("base64url"));
  const theirs = Buffer.from(text.slice(dot + 1));
  // In constant time: where the first wrong byte stands would tell, byte by byte, the right signature of any offer.
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? signed : null;
}
