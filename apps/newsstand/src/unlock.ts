import { instant, type Instant, later } from "@farthing/core";
import { FarthingError, type ReceiptClaims, type ReceiptRefusal } from "@farthing/sdk";
import type { Desk } from "./desk.ts";
import type { Purchase } from "./store/purchases.ts";
import { findWare, passMs, type Ware } from "./wares/ware.ts";

/** What became of a receipt. Only `open` serves what was bought. */
export type UnlockOutcome =
  | { readonly kind: "open"; readonly ware: Ware; readonly purchase: Purchase }
  | { readonly kind: "refused"; readonly reason: ReceiptRefusal }
  | { readonly kind: "nothing-waits" }
  /** Agreed to, and not paid before its hold is over. */
  | { readonly kind: "held" }
  | { readonly kind: "undone" }
  | { readonly kind: "wallet-silent" };

/** A visitor at something for sale. `visitor` is the hash that the offer and the receipt carry. */
export interface Visit {
  readonly ware: Ware;
  readonly visitor: string;
}

/**
 * Opens the ware for this visitor if `receipt` pays for exactly this: merchant, address, price, visitor, once
 * (rule 20). The same receipt again, from the visitor it opened for, is a retry and opens again.
 */
export async function unlock(
  desk: Desk,
  visit: Visit,
  given: { receipt: string; words?: string | undefined },
): Promise<UnlockOutcome> {
  const { ware, visitor } = visit;
  const verdict = await desk.farthing.verifyReceipt(given.receipt, {
    resource: `${desk.origin}${ware.path}`,
    price: ware.price,
    visitor,
  });
  if (!verdict.ok) {
    const kept = verdict.reason === "already-used" ? await openFor(desk, visit) : null;
    return kept ?? { kind: "refused", reason: verdict.reason };
  }
  record(desk, visit, verdict.receipt, given.words ?? "");
  // A receipt that was kept back until its time to undo was over may be of a payment that was taken back.
  return (await openFor(desk, visit)) ?? { kind: "undone" };
}

function record(desk: Desk, { ware, visitor }: Visit, claims: ReceiptClaims, words: string): void {
  const { payment, sub, iat, undoUntil } = claims;
  // The delivery first: a crash in between then leaves one that is late, and so refunded.
  if (ware.kind === "prints") {
    const dueAt = later(desk.clock.now(), desk.deliverWithinMs);
    const isBroken = desk.deliveries.willBreak(visitor);
    desk.deliveries.begin({ payment, visitor, payer: sub, dueAt, isBroken });
    desk.deliveries.setBreak(visitor, false);
  }
  desk.purchases.open({
    payment,
    visitor,
    ware: ware.id,
    paidAt: instant(iat * 1_000),
    undoUntil: instant(undoUntil * 1_000),
    words,
  });
}

async function openFor(desk: Desk, visit: Visit): Promise<UnlockOutcome | null> {
  const purchase = await purchaseOf(desk, visit);
  return purchase && { kind: "open", ware: visit.ware, purchase };
}

/**
 * Opens what a visitor paid for on the wallet's page, who came back with `nonce` in the address. The receipt says what
 * it was; a claim that was made before opens what the page sells, if that is paid.
 */
export async function unlockReturned(
  desk: Desk,
  visit: Visit,
  nonce: string,
): Promise<UnlockOutcome> {
  try {
    const claimed = await desk.farthing.claimReturn(nonce);
    if (claimed !== null) return await unlock(desk, visit, { receipt: claimed.receipt });
    return (await openFor(desk, visit)) ?? { kind: "nothing-waits" };
  } catch (error) {
    if (!(error instanceof FarthingError)) throw error;
    return { kind: error.code === "payment-held" ? "held" : "wallet-silent" };
  }
}

/** The newest payment that opens this for the visitor now; `null` for none. */
export async function purchaseOf(desk: Desk, { ware, visitor }: Visit): Promise<Purchase | null> {
  for (const purchase of desk.purchases.of(visitor, ware.id)) {
    const now = await standing(desk, purchase);
    if (now !== null) return now;
  }
  return null;
}

/** The visitor's pass, if one is running. */
export async function passOf(desk: Desk, visitor: string): Promise<Purchase | null> {
  for (const purchase of desk.purchases.beginning(visitor, "day-pass-")) {
    const now = await standing(desk, purchase);
    if (now !== null) return now;
  }
  return null;
}

/** When a pass ends. */
export function passEnd({ paidAt }: Purchase): Instant {
  return later(paidAt, passMs);
}

/**
 * The purchase if it is open. Open is provisional until the time to undo is over: the first look after it asks the
 * wallet whether the payment stands. While the wallet is silent, what is open stays open.
 */
async function standing(desk: Desk, purchase: Purchase): Promise<Purchase | null> {
  const now = desk.clock.now();
  const isFresh = purchase.settled || now <= purchase.undoUntil;
  const asked = isFresh ? purchase : await settle(desk, purchase);
  if (asked === null) return null;
  const isPass = asked.ware.startsWith("day-pass-");
  return isPass && passEnd(asked) <= now ? null : asked;
}

/** Asks the wallet how the payment stands: the purchase as it is then, or `null` if the money went back. */
async function settle(desk: Desk, purchase: Purchase): Promise<Purchase | null> {
  try {
    const { status, capturedAt } = await desk.farthing.payment(purchase.payment);
    const paidAt = instant(capturedAt);
    // Where a part is given back, the rest is paid: it stays open.
    if (status === "reversed" || status === "refunded") {
      desk.purchases.close(purchase.payment);
      if (status === "reversed") {
        desk.deliveries.move(purchase.payment, ["due", "confirmed"], "undone", desk.clock.now());
      }
      return null;
    }
    if (desk.clock.now() > purchase.undoUntil) desk.purchases.settle(purchase.payment, paidAt);
    return { ...purchase, paidAt };
  } catch (error) {
    // An address that is no payment of ours cannot be asked about either: what is open stays open.
    if (error instanceof FarthingError) return purchase;
    throw error;
  }
}

/** After the page heard of an undo: asks about every payment that could still be undone, and closes what went back. */
export async function relock(desk: Desk, visit: Visit): Promise<"locked" | "open"> {
  let wentBack = false;
  for (const purchase of desk.purchases.of(visit.visitor, visit.ware.id)) {
    if (!purchase.settled && (await settle(desk, purchase)) === null) wentBack = true;
  }
  return wentBack || (await purchaseOf(desk, visit)) === null ? "locked" : "open";
}

/** What is sold under `id` at this moment. */
export function wareNamed(desk: Desk, id: string): Ware | undefined {
  return findWare(id, desk.clock.now());
}
