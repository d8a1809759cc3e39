import { assert, idFromUint, isAsset, lengthPrefixed, toBase64url, utf8 } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import { type ReceiptClaims, receiptLifeSeconds, receiptType, type Sign } from "@farthing/protocol";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import { jwsHeader } from "../jwsHeader.ts";
import { entryName } from "./entryName.ts";
import { type PaymentMemo, readPaymentMemo } from "./memo.ts";
import { hmacSha256 } from "./hmac.ts";

/** What a server is, as its receipts say it. */
export interface ReceiptIssuer {
  readonly origin: string;
  readonly mode: "sandbox" | "live";
  /** How long a payment can be undone whose payer set nothing else, in milliseconds. */
  readonly undoMs: number;
  /** How often the log's head is signed, in milliseconds. */
  readonly checkpointEveryMs: number;
  readonly kid: string;
  readonly sign: Sign;
  readonly pairwiseKey: Uint8Array;
}

/**
 * Seconds after the capture's whole second by which the payment's leaf is under a published checkpoint: the next one, and
 * one second for what the capture's time was rounded down by and for the signing.
 */
function inclusionSeconds({ checkpointEveryMs }: ReceiptIssuer): number {
  return Math.ceil(checkpointEveryMs / 1_000) + 1;
}

/** When the ledger wrote an entry, milliseconds since 1970, rounded down. */
export function entryTimeMs(entry: Pick<StoredEntry, "timestamp">): number {
  return Number(entry.timestamp / 1_000_000n);
}

/**
 * How long a payment can be undone, in milliseconds: what its payer had set at that moment (rule 18), for ever.
 * `standard` is the server's own time.
 */
export function undoMsOf(memo: PaymentMemo, standard: number): number {
  return memo.undoMs ?? standard;
}

/** The last moment at which a payment can be undone, milliseconds since 1970. */
export function undoUntilMs(
  entry: Pick<StoredEntry, "timestamp">,
  memo: PaymentMemo,
  standard: number,
): number {
  return entryTimeMs(entry) + undoMsOf(memo, standard);
}

/**
 * An undo taken in the last moment may wait for the ledger, and a merchant that asked in between would hear "captured"
 * and open for ever. So merchants are told a later moment: longer than the ledger's queue and a slow disk.
 */
const undoSettleMs = 5_000;

/** From this moment on what a merchant hears of a payment is final, milliseconds since 1970. */
export function finalFromMs(capturedAtMs: number, undoMs: number): number {
  return capturedAtMs + undoMs + undoSettleMs;
}

const namesMax = 50_000;
const names = new WeakMap<Uint8Array, BoundedCache<string>>();

/** The name of a payer towards one merchant, base64url: two merchants cannot tell that they share a payer. */
function pairwiseName(key: Uint8Array, payer: string, merchant: string): string {
  const cache = names.get(key) ?? newBoundedCache<string>(namesMax);
  names.set(key, cache);
  const pair = `${payer}/${merchant}`;
  const known = cache.get(pair);
  if (known !== undefined) return known;
  const name = hmacSha256(key, lengthPrefixed(utf8(payer), utf8(merchant))).subarray(0, 16);
  const text = toBase64url(name);
  cache.set(pair, text);
  return text;
}

/**
 * The receipt of a captured payment: a pure function of its stored entry, and Ed25519 is
 * deterministic, so the same bytes come out however often it is asked for.
 */
export function receipt(
  entry: StoredEntry,
  issuer: ReceiptIssuer,
  { memo = readPaymentMemo(entry.memo), made = entry }: ReceiptOf = {},
): string {
  return sign(claims(entry, issuer, { memo, made }), issuer);
}

/** `made`: the entry that captured a payment which was held first; default: the payment's own. */
interface ReceiptOf {
  readonly memo?: PaymentMemo;
  readonly made?: StoredEntry;
}

/**
 * The receipt for someone who asks again for what they own (rule 20). The first receipt while it is
 * valid and for the same visitor; after that it would open nothing, so the same payment is vouched for
 * anew: `asked` is the entry that was refused because the resource is owned.
 */
export function receiptAgain(
  holder: StoredEntry,
  asked: StoredEntry,
  issuer: ReceiptIssuer,
  made: StoredEntry = holder,
): string {
  const paid = readPaymentMemo(holder.memo);
  const wish = readPaymentMemo(asked.memo);
  const first = claims(holder, issuer, { memo: paid, made });
  const iat = Math.floor(entryTimeMs(asked) / 1_000);
  if (paid.visitor === wish.visitor && iat < first.exp - receiptLifeSeconds / 2) {
    return sign(first, issuer);
  }
  const { visitor: _, ...rest } = first;
  const again: ReceiptClaims = {
    ...rest,
    jti: idFromUint("receipt", asked.id),
    iat,
    exp: iat + receiptLifeSeconds,
    offer: wish.offer,
    ...(wish.visitor === undefined ? {} : { visitor: wish.visitor }),
  };
  return sign(again, issuer);
}

function claims(
  entry: StoredEntry,
  issuer: ReceiptIssuer,
  { memo, made }: Required<ReceiptOf>,
): ReceiptClaims {
  assert(entry.status === "created", "a receipt is for a captured payment");
  assert(isAsset(memo.asset), "a payment has an asset");
  const madeAtMs = entryTimeMs(made);
  const iat = Math.floor(madeAtMs / 1_000);
  return {
    iss: issuer.origin,
    aud: memo.merchant,
    sub: pairwiseName(issuer.pairwiseKey, memo.payer, memo.merchant),
    jti: idFromUint("receipt", entry.id),
    iat,
    exp: iat + receiptLifeSeconds,
    payment: entryName(entry.id),
    resource: memo.resource,
    amount: memo.amount,
    asset: memo.asset,
    access: memo.access,
    offer: memo.offer,
    ...(memo.visitor === undefined ? {} : { visitor: memo.visitor }),
    // Rounded up: a merchant that waits until then never grants something that is taken back.
    undoUntil: Math.ceil(finalFromMs(madeAtMs, undoMsOf(memo, issuer.undoMs)) / 1_000),
    ...(memo.tab === true ? ({ settled: false } as const) : {}),
    commitment: toBase64url(entry.commitment),
    includedBy: iat + inclusionSeconds(issuer),
    mode: issuer.mode,
  };
}

function sign(payload: ReceiptClaims, issuer: ReceiptIssuer): string {
  const signed = `${jwsHeader(receiptType, issuer.kid)}${base64url(JSON.stringify(payload))}`;
  return `${signed}.${Buffer.from(issuer.sign(Buffer.from(signed))).toString("base64url")}`;
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
