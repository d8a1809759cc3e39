import { instant } from "@farthing/core";
import { FarthingError, type ReceiptRefusal } from "@farthing/sdk";
import { type Article, priceOf } from "./articles/article.ts";
import type { Desk } from "./desk.ts";

/** What became of a receipt. Only `open` serves the article. */
export type UnlockOutcome =
  | { readonly kind: "open" }
  | { readonly kind: "refused"; readonly reason: ReceiptRefusal }
  | { readonly kind: "nothing-waits" }
  | { readonly kind: "undone" }
  | { readonly kind: "wallet-silent" };

/** A visitor at an article. `visitor` is the hash that the offer and the receipt carry. */
export interface Visit {
  readonly article: Article;
  readonly visitor: string;
}

/** The address that is sold: what offer and receipt name. */
export function resourceOf(desk: Desk, article: Article): string {
  return `${desk.origin}/articles/${article.slug}`;
}

/**
 * Opens the article for this visitor if `receipt` pays for exactly this: merchant, address, price, visitor, once
 * (rule 20). The same receipt again, from the visitor it opened for, is a retry and opens again.
 */
export async function unlock(desk: Desk, visit: Visit, receipt: string): Promise<UnlockOutcome> {
  const { article, visitor } = visit;
  const verdict = await desk.farthing.verifyReceipt(receipt, {
    resource: resourceOf(desk, article),
    price: priceOf(article),
    visitor,
  });
  if (!verdict.ok) {
    const isRetry = verdict.reason === "already-used" && (await isOpen(desk, visit));
    return isRetry ? { kind: "open" } : { kind: "refused", reason: verdict.reason };
  }
  const { payment, undoUntil } = verdict.receipt;
  desk.unlocks.open({
    visitor,
    article: article.slug,
    payment,
    undoUntil: instant(undoUntil * 1_000),
  });
  // A receipt that was kept back until its time to undo was over may be of a payment that was taken back.
  return (await isOpen(desk, visit)) ? { kind: "open" } : { kind: "undone" };
}

/** Opens the article for a visitor who paid on the wallet's page and came back with `nonce` in the address. */
export async function unlockReturned(
  desk: Desk,
  visit: Visit,
  nonce: string,
): Promise<UnlockOutcome> {
  try {
    const claimed = await desk.farthing.claimReturn(nonce);
    if (claimed !== null) return await unlock(desk, visit, claimed.receipt);
    return (await isOpen(desk, visit)) ? { kind: "open" } : { kind: "nothing-waits" };
  } catch (error) {
    if (error instanceof FarthingError) return { kind: "wallet-silent" };
    throw error;
  }
}

/**
 * Whether the article is open for this visitor. Open is provisional until the time to undo is over: the first look
 * after it asks the wallet whether the payment stands. While the wallet is silent, what is open stays open.
 */
export async function isOpen(desk: Desk, { article, visitor }: Visit): Promise<boolean> {
  const found = desk.unlocks.find(visitor, article.slug);
  if (found === null) return false;
  if (found.settled || desk.clock.now() <= found.undoUntil) return true;
  return (await settle(desk, { article, visitor })) !== "locked";
}

/** Asks the wallet how the payment stands: `locked` if it was reversed, `open` if not, `unknown` while it is silent. */
export async function settle(
  desk: Desk,
  { article, visitor }: Visit,
): Promise<"locked" | "open" | "unknown"> {
  const found = desk.unlocks.find(visitor, article.slug);
  if (found === null) return "locked";
  try {
    const { status } = await desk.farthing.payment(found.payment);
    if (status === "reversed") desk.unlocks.close(found);
    else if (desk.clock.now() > found.undoUntil) desk.unlocks.settle(found);
    return status === "reversed" ? "locked" : "open";
  } catch (error) {
    if (error instanceof FarthingError) return "unknown";
    throw error;
  }
}
