import { bytesToUint, day, hour, lengthPrefixed, toBase64url, utf8 } from "@farthing/core";
import { sha256 } from "../sha256.ts";

/** What an account in the ledger is for. The owner of `operator:…` and `rail:sandbox` is the empty text. */
export type AccountKind =
  | "payer"
  | "merchant"
  | "operator:fees"
  | "rail:sandbox"
  | "tab"
  | "merchant-unsettled"
  | "operator:tab-losses"
  | "operator:report-losses"
  /** Always empty: what is moved there is refused. */
  | "operator:nothing-left";

/** Every limit that a payment, or a top-up, is counted against (architecture.md §3). */
export type LimitKind =
  | "allowance-click"
  | "allowance-24h"
  | "allowance-total"
  | "payer-24h"
  | "payer-30d"
  | "payer-since-check"
  /** Of one payer at one merchant, however it is paid there. */
  | "merchant-24h"
  | "payer-top-up-24h"
  /** What a guest owes, and for how many things. */
  | "tab-owed"
  | "tab-sales"
  /** What the guests of one network newly owe. */
  | "tab-network-24h"
  /** Of one key that a partition cookie enrolled (rung C): what one click may take, and until when. */
  | "device-click"
  /** Of one program at one site (owner: both ids): there for the sites that its payer named, and for no other. */
  | "agent-site";

/** 24 hours and 30 days as the ledger counts them: each part is given back when it is wholly outside. */
export const dayWindow = { bucketMs: hour, buckets: 24 } as const;
export const monthWindow = { bucketMs: day, buckets: 30 } as const;

/** The id of the ledger account of `kind` that `owner` (a payer's or merchant's id) holds. */
export function accountId(kind: AccountKind, owner: string): bigint {
  return derive("farthing/account/v1", kind, owner);
}

/** The ledger's key of one limit of an allowance or a payer. */
export function limitKey(kind: LimitKind, owner: string): bigint {
  return derive("farthing/limit/v1", kind, owner);
}

/** The limit on what `payer` pays `merchant` in 24 hours: by clicks, by approvals and by a passkey in the frame together. */
export function merchantDayKey(payer: string, merchant: string): bigint {
  return derive("farthing/limit/v1", "merchant-24h", payer, merchant);
}

/** Held by the payment through which `payer` owns `resource`. */
export function ownershipKey(payer: string, merchant: string, resource: string): bigint {
  return derive("farthing/own/v1", payer, merchant, resource);
}

/** The limit on how often `payer` undoes payments to `merchant` (frame-and-grant.md rule 18). */
export function undoKey(payer: string, merchant: string): bigint {
  return derive("farthing/undo/v1", payer, merchant);
}

/** The limit on what is given back of `payment`, by an undo or by refunds: what is used of it is back. */
export function givenBackKey(payment: string): bigint {
  return derive("farthing/given-back/v1", payment);
}

/**
 * The limits on what reports of `payer` give back at once (rule 22): how many, how much, and how often the operator found
 * one wrong.
 */
export function reportKeys(payer: string): { count: bigint; amount: bigint; wrong: bigint } {
  return {
    count: derive("farthing/reports/v1", payer),
    amount: derive("farthing/reported/v1", payer),
    wrong: derive("farthing/wrong-reports/v1", payer),
  };
}

/** Held by the entry that says who bears what a report gave back at once, once for each payment. */
export function contestKey(payment: string): bigint {
  return derive("farthing/contest/v1", payment);
}

/** The limit whose used sum is all that `payer` ever topped up: of two top-ups at once, one is second and knows it. */
export function toppedUpKey(payer: string): bigint {
  return derive("farthing/topped-up/v1", payer);
}

/**
 * The limit whose used sum is what is set aside of `payer` for payments that are held: each counts when it is agreed to, and
 * no more once it ended. An entry that sets its most to nothing is refused as long as anything is held.
 */
export function heldKey(payer: string): bigint {
  return derive("farthing/held/v1", payer);
}

/** A limit that nobody ever opens: an entry that uses it is always refused, whatever else it says. */
export function neverKey(): bigint {
  return derive("farthing/never/v1");
}

/** Held by the entry that keeps the account of `merchant` closed: the operator's block. */
export function blockKey(merchant: string): bigint {
  return derive("farthing/block/v1", merchant);
}

/** Held by the entry that opened the wallet of `payer`: welcome money comes once. */
export function walletKey(payer: string): bigint {
  return derive("farthing/wallet/v1", payer);
}

/** Held by the `step`-th entry about the preset of `payer`: each change of it builds on the one before, and on no other. */
export function presetKey(payer: string, step: number): bigint {
  return derive("farthing/preset/v1", payer, String(step));
}

/** Held by the entry that erases `payer`: there is one, and nothing comes back after it. */
export function erasedKey(payer: string): bigint {
  return derive("farthing/erased/v1", payer);
}

/** Held by the same entry for each frame key of that payer. */
export function erasedFrameKey(thumbprint: Uint8Array): bigint {
  return derive("farthing/erased-key/v1", toBase64url(thumbprint));
}

/** Held by the entry that opened the one standing allowance of `payer` for `merchant`. */
export function standingKey(payer: string, merchant: string): bigint {
  return derive("farthing/standing/v1", payer, merchant);
}

/** Held by the entry that answered a grant: a grant pays once, whoever approves it how often. */
export function grantKey(grant: string): bigint {
  return derive("farthing/grant/v1", grant);
}

/**
 * The replay window of one enrolment of a device key. `device` is the enrolment's id, not the key's
 * thumbprint: a counter once closed stays closed, yet the payer may approve the same browser again.
 */
export function counterKey(device: string): bigint {
  return derive("farthing/counter/v1", device);
}

/** A limit of nothing that is closed with its cookie family: from then on no key joins it, whichever process is asked. */
export function familyKey(family: string): bigint {
  return derive("farthing/family/v1", family);
}

/** The limits of an allowance, in the order in which a refusal is named. */
export function allowanceKeys(allowance: string): { click: bigint; day: bigint; total: bigint } {
  return {
    click: limitKey("allowance-click", allowance),
    day: limitKey("allowance-24h", allowance),
    total: limitKey("allowance-total", allowance),
  };
}

/** The limits of a guest's tab: what it owes, and for how many things. */
export function tabKeys(guest: string): { owed: bigint; sales: bigint } {
  return { owed: limitKey("tab-owed", guest), sales: limitKey("tab-sales", guest) };
}

/** Held by the entry that ended the time of `payment` on a tab: it was settled, given back, or written off, once. */
export function tabSaleKey(payment: string): bigint {
  return derive("farthing/tab-sale/v1", payment);
}

/** Held by the entry that gave `merchant` its part of the bill that `settlement` paid, once. */
export function tabShareKey(settlement: string, merchant: string): bigint {
  return derive("farthing/tab-share/v1", settlement, merchant);
}

/** The limits of a payer that every payment counts against. */
export function payerKeys(payer: string): { day: bigint; month: bigint; sinceCheck: bigint } {
  return {
    day: limitKey("payer-24h", payer),
    month: limitKey("payer-30d", payer),
    sinceCheck: limitKey("payer-since-check", payer),
  };
}

function derive(...texts: string[]): bigint {
  return bytesToUint(sha256(lengthPrefixed(...texts.map(utf8))).subarray(0, 16));
}
