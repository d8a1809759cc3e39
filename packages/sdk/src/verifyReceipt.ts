import { type Clock, instant, minute } from "@farthing/core";
import { decodeJws, ReceiptClaims, receiptLifeSeconds, receiptType } from "@farthing/protocol";
import { compactVerify } from "jose";
import type { Price } from "./options.ts";
import { type ReceiptRefusal, receiptRefusals } from "./receiptRefusals.ts";
import type { SeenReceipts } from "./seenReceipts.ts";
import type { WalletKeys } from "./walletKeys.ts";

/** What a receipt must be for. */
export interface ExpectedReceipt {
  readonly resource: string;
  readonly price: Price;
  /** Prices at which it was sold before: who bought it to `own` then, still owns it and is never asked to pay again. */
  readonly formerPrices?: readonly Price[] | undefined;
  /** What was passed to `offer()`: absent there means absent here. */
  readonly visitor?: string | undefined;
}

/** `ok: true`: open the resource now, once. `hint` says what to do otherwise. */
export type ReceiptVerdict =
  | { readonly ok: true; readonly receipt: ReceiptClaims }
  | { readonly ok: false; readonly reason: ReceiptRefusal; readonly hint: string };

/** @internal What the checks of one merchant run with. */
export interface ReceiptChecks {
  readonly issuer: string;
  readonly merchant: string;
  readonly keys: WalletKeys;
  readonly seen: SeenReceipts;
  readonly clock: Clock;
}

/** @internal See `Farthing.verifyReceipt`. Cheap checks first; the receipt is marked as used only when all else fits. */
export async function verifyReceipt(
  checks: ReceiptChecks,
  text: unknown,
  expected: ExpectedReceipt,
): Promise<ReceiptVerdict> {
  const jws = typeof text === "string" ? decodeJws(text) : null;
  if (typeof text !== "string" || jws === null) return refuse("malformed");
  const kid = allowedKid(jws.header);
  if (kid === null) return refuse("header-not-allowed");
  const parsed = ReceiptClaims.safeParse(jws.payload);
  if (!parsed.success) return refuse("malformed");
  const claims = parsed.data;
  const misfit = misfitOf(checks, claims, expected);
  if (misfit !== null) return refuse(misfit);
  const unsigned = await signatureMisfit(checks, text, kid);
  if (unsigned !== null) return refuse(unsigned);
  const used = await useOnce(checks.seen, claims);
  return used === null ? { ok: true, receipt: claims } : refuse(used);
}

function refuse(reason: ReceiptRefusal): ReceiptVerdict {
  return { ok: false, reason, hint: receiptRefusals[reason] };
}

/**
 * Exactly `alg`, `typ` and `kid`: no `none`, no HMAC with the public key, and no header that brings its own key
 * (`jku`, `jwk`, `x5u`, `x5c`) or its own rules (`crit`, `b64`) (RFC 8725 §3.1, §3.11; frame-and-grant.md rule 20).
 */
function allowedKid(header: Record<string, unknown>): string | null {
  const { alg, typ, kid, ...more } = header;
  const fits = alg === "EdDSA" && typ === receiptType && Object.keys(more).length === 0;
  return fits && typeof kid === "string" ? kid : null;
}

function misfitOf(
  checks: ReceiptChecks,
  claims: ReceiptClaims,
  expected: ExpectedReceipt,
): ReceiptRefusal | null {
  const now = checks.clock.now();
  if (claims.iss !== checks.issuer) return "wrong-issuer";
  if (claims.aud !== checks.merchant) return "wrong-merchant";
  if (claims.resource !== expected.resource) return "wrong-resource";
  if (!isPriced(claims, expected)) return "wrong-price";
  if (claims.visitor !== expected.visitor) return "wrong-visitor";
  if (claims.iat * 1_000 > now + minute) return "issued-in-future";
  if (claims.exp - claims.iat > receiptLifeSeconds) return "lives-too-long";
  return claims.exp * 1_000 <= now ? "expired" : null;
}

function isPriced(claims: ReceiptClaims, expected: ExpectedReceipt): boolean {
  const former = claims.access === "own" ? (expected.formerPrices ?? []) : [];
  return [expected.price, ...former].some(
    ({ amount, asset }) => claims.asset === asset && claims.amount === String(amount),
  );
}

async function signatureMisfit(
  checks: ReceiptChecks,
  text: string,
  kid: string,
): Promise<ReceiptRefusal | null> {
  const key = await checks.keys.find(kid);
  if (key === "unknown") return "unknown-key";
  if (key === "unavailable") return "keys-unavailable";
  try {
    await compactVerify(text, key, { algorithms: ["EdDSA"] });
    return null;
  } catch {
    return "signature-invalid";
  }
}

async function useOnce(seen: SeenReceipts, claims: ReceiptClaims): Promise<ReceiptRefusal | null> {
  try {
    const taken = await seen.take(`${claims.jti} ${claims.resource}`, instant(claims.exp * 1_000));
    if (taken === "taken") return null;
    return taken === "full" ? "memory-full" : "already-used";
  } catch {
    // A merchant's own store: whatever it throws, nothing opens twice.
    return "memory-unavailable";
  }
}
