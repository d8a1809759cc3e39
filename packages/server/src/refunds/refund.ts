import {
  assert,
  type Asset,
  idToBytes,
  idToUint,
  lengthPrefixed,
  parseAmount,
  ProblemError,
  toHex,
  utf8,
} from "@farthing/core";
import {
  type AccountOpening,
  type Entry,
  type EntryStatus,
  openAccount,
  type PaymentAccounts,
  refund as refundWord,
  type StoredEntry,
} from "@farthing/ledger";
import type { RefundRequest, RefundResponse } from "@farthing/protocol";
import { isErased } from "../erasures/isErased.ts";
import { aroundBlock } from "../blocks/aroundBlock.ts";
import { isBlocked } from "../blocks/isBlocked.ts";
import type { Deps } from "../deps.ts";
import { inTurn } from "../grants/inTurn.ts";
import { requireMade } from "../holds/requireMade.ts";
import { timeNow } from "../holds/timeNow.ts";
import type { IdempotencyKey } from "../http/idempotencyKey.ts";
import type { Merchant } from "../merchants/merchant.ts";
import { entryName } from "../payments/entryName.ts";
import { givenBackKey, tabSaleKey } from "../payments/keys.ts";
import { type PaymentMemo, readMemo, type RefundMemo } from "../payments/memo.ts";
import { entryTimeMs } from "../payments/receipt.ts";
import { returnEntry } from "../payments/returnEntry.ts";
import { type Piece, piecesMax, refundId, type Return, returnOf } from "../payments/returnOf.ts";
import { moveReport } from "../reports/moveReport.ts";
import { accountsOfSale, saleOnTab, type SaleOnTab, tabGives } from "../tabs/saleOnTab.ts";
import { sha256 } from "../sha256.ts";

/** A payment as the journal has it. */
export interface Paid {
  readonly entry: StoredEntry;
  readonly memo: PaymentMemo;
}

/** What is asked: all that is left, or a part that its Idempotency-Key tells from every other. */
interface Ask {
  readonly reason: string;
  readonly part: { readonly amount: bigint; readonly key: string } | null;
  /** Limits that giving back so much must keep to beside the payment's own; null: they are used up. Absent: none. */
  readonly within?: (amount: bigint) => Required<Pick<Entry, "limits" | "uses">> | null;
}

/** The limits that the refund was to keep to are used up: nothing was given back. */
export class BeyondLimits extends Error {
  override readonly name = "BeyondLimits";
}

/** Another request took the place of this one, or an undo was first: what is true now is looked up. */
export const overtaken: ReadonlySet<EntryStatus> = new Set<EntryStatus>([
  "exists_with_different_facts",
  "id_already_failed",
  "limit_exceeded",
  "claim_not_held",
  // A sale on a tab was settled or written off meanwhile.
  "claim_taken",
  // The merchant was blocked in this moment: the next try goes through the block.
  "debit_account_already_closed",
  // The payer was erased in this moment.
  "credit_account_already_closed",
]);

/**
 * Gives all of a payment back, or a part: the part to the payer, the fee in proportion to the merchant. Once all is back
 * the payer owns the resource no longer; no limit is restored. The same request again is answered as before. An undo and a
 * refund of one payment never both happen, and no more comes back than was paid: the ledger's rules say so. The merchant's
 * account has no floor (no flag in the ledger), so that a payout before never refuses one. Throws `not-found` (also for
 * other merchants' payments), `already-undone`, `already-refunded` (nothing is left), `refund-too-large`,
 * `refund-in-too-many-parts`, and for a part `idempotency-key-missing`, `idempotency-conflict`.
 */
export async function refund(
  deps: Deps,
  merchant: Merchant,
  request: RefundRequest,
  key: IdempotencyKey | null = null,
): Promise<RefundResponse> {
  const paid = paymentOfMerchant(deps, merchant, request.payment);
  const piece = await giveBack(deps, paid, askOf(paid.memo, request, key));
  await closeReport(deps, paid, request.payment);
  return answer(paid, piece, returnOf(deps, paid.entry));
}

/**
 * Gives back what is asked, once: the same again finds it done. Throws `BeyondLimits`, `already-undone`,
 * `already-refunded`, `refund-too-large`, `refund-in-too-many-parts`, `idempotency-conflict`, `payment-held`,
 * `payment-released`, `payer-erased`, `unavailable`.
 */
export function giveBack(deps: Deps, paid: Paid, ask: Ask): Promise<Piece> {
  requireMade(deps, paid.entry, paid.memo);
  const { merchant } = paid.memo;
  if (!isBlocked(deps, merchant)) return giveBackNow(deps, paid, ask);
  // Through the block one at a time: each that is second would use up a place.
  return inTurn(deps, merchant, () => giveBackNow(deps, paid, ask));
}

async function giveBackNow(deps: Deps, paid: Paid, ask: Ask): Promise<Piece> {
  // Each round found its place taken: there are no more rounds than places.
  for (let round = 0; round <= piecesMax; round += 1) {
    const before = returnOf(deps, paid.entry);
    const piece = sameRequest(before, ask) ?? (await submitPiece(deps, { paid, before, ask }));
    if (piece !== null) return piece;
  }
  throw new ProblemError("unavailable");
}

function askOf(
  { asset }: PaymentMemo,
  { reason, amount: part }: RefundRequest,
  key: IdempotencyKey | null,
): Ask {
  if (part === undefined) return { reason, part: null };
  if (key === null) throw new ProblemError("idempotency-key-missing");
  const amount = parseAmount(part.amount);
  if (amount === null || amount === 0n) {
    throw new ProblemError("invalid-request", "`amount.amount`: more than 0");
  }
  if (part.asset !== asset) {
    throw new ProblemError("invalid-request", `\`amount.asset\`: it was paid in ${asset}`);
  }
  return { reason, part: { amount, key: toHex(key.bytes) } };
}

/** What this very request did before, or `null`. Throws `idempotency-conflict`. */
function sameRequest({ pieces }: Return, { reason, part }: Ask): Piece | null {
  const same = pieces.find(({ memo }) => memo.key === part?.key);
  if (same === undefined) return null;
  const isSame = part === null || BigInt(same.memo.amount) === part.amount;
  if (isSame && same.memo.reason === reason) return same;
  throw new ProblemError(part === null ? "already-refunded" : "idempotency-conflict");
}

/** Writes the next piece; `null` when another request came between. */
async function submitPiece(
  deps: Deps,
  of: { paid: Paid; before: Return; ask: Ask },
): Promise<Piece | null> {
  const { paid, before, ask } = of;
  if (before.kind === "undone") throw new ProblemError("already-undone");
  const left = BigInt(paid.memo.amount) - before.givenBack;
  if (left === 0n) throw new ProblemError("already-refunded");
  const amount = ask.part?.amount ?? left;
  if (amount > left) throw new ProblemError("refund-too-large");
  const sale = saleOnTab(deps, paid);
  if (sale?.state === "unpaid" && amount < left) throw new ProblemError("sale-on-bill");
  const isLastPlace = before.place >= piecesMax - 1;
  if (before.place >= piecesMax || (isLastPlace && amount < left)) {
    throw new ProblemError("refund-in-too-many-parts");
  }
  const owner = (sale?.state === "paid" ? sale.by : null) ?? paid.memo.payer;
  if (isErased(deps, owner)) throw new ProblemError("payer-erased");
  const within = ask.within === undefined ? noLimits : ask.within(amount);
  if (within === null) throw new BeyondLimits();
  const memo = memoOf(paid, ask, { amount, left: left - amount });
  const { limits, uses, ...entryOfRefund } = await refundEntry(deps, {
    paid,
    before,
    memo,
    isAll: amount === left,
    sale,
  });
  const { status, entry } = await deps.ledger.submitEntry(
    aroundBlock(deps, [paid.memo.merchant], {
      ...entryOfRefund,
      limits: [...limits, ...within.limits],
      uses: [...uses, ...within.uses],
    }),
  );
  if (entry !== null && (status === "created" || status === "exists")) return { entry, memo };
  assert(overtaken.has(status), `a payment is refunded: ${status}`);
  return null;
}

const noLimits = { limits: [], uses: [] };

function memoOf(
  { entry, memo: paid }: Paid,
  { reason, part }: Ask,
  { amount, left }: { amount: bigint; left: bigint },
): RefundMemo {
  const { payer, merchant, asset } = paid;
  return {
    v: 1,
    kind: "refund",
    payer,
    merchant,
    payment: entryName(entry.id),
    amount: amount.toString(),
    asset,
    reason,
    ...(left === 0n ? {} : { left: left.toString() }),
    ...(part === null ? {} : { key: part.key }),
  };
}

async function refundEntry(
  deps: Deps,
  of: { paid: Paid; before: Return; memo: RefundMemo; isAll: boolean; sale: SaleOnTab | null },
): Promise<Entry & Required<Pick<Entry, "limits" | "uses">>> {
  const { paid, before, memo, isAll } = of;
  const { payer, amount, fee, asset } = paid.memo;
  const { payment, reason, key = "" } = memo;
  const isUnpaid = of.sale?.state === "unpaid";
  const id = refundId(paid.entry, paid.memo, before.place);
  const accounts = accountsOfSale(paid.memo, of.sale);
  const back = refundWord({
    price: { amount: BigInt(amount), fee: isUnpaid ? 0n : BigInt(fee), asset: asset as Asset },
    accounts,
    key: givenBackKey(payment),
    before: before.givenBack,
    amount: BigInt(memo.amount),
  });
  return {
    ...(await returnEntry(deps, { payment: paid.entry, paid: paid.memo, id, memo, isAll })),
    ...back,
    ...(of.sale?.state === "paid" ? { accounts: openings(accounts, asset as Asset) } : {}),
    ...(isUnpaid ? { claims: [tabSaleKey(payment)], gives: tabGives(paid.entry, payer) } : {}),
    time: timeNow(deps),
    facts: sha256(lengthPrefixed(...["refund", payment, reason, memo.amount, key].map(utf8))),
  };
}

/** Of a bill that was paid the merchant's part may still be to come: one that sold on tabs alone has no account until then. */
function openings({ merchant, fees }: PaymentAccounts, asset: Asset): AccountOpening[] {
  return [
    openAccount("merchant", { id: merchant, asset }),
    openAccount("fees", { id: fees, asset }),
  ];
}

/** As it was answered first: what came back after this piece is not in it. */
function answer({ memo }: Paid, { entry }: Piece, { pieces }: Return): RefundResponse {
  const at = pieces.findIndex((piece) => piece.entry.id === entry.id);
  assert(at >= 0, "a refund that was created is found");
  const asset = memo.asset as Asset;
  const amounts = pieces.slice(0, at + 1).map((piece) => BigInt(piece.memo.amount));
  const givenBack = amounts.reduce((sum, amount) => sum + amount, 0n);
  const wire = (amount: bigint) => ({ amount: amount.toString(), asset });
  return {
    payment: pieces[at]?.memo.payment ?? "",
    price: { amount: memo.amount, asset },
    amount: wire(amounts.at(-1) ?? 0n),
    givenBack: wire(givenBack),
    left: wire(BigInt(memo.amount) - givenBack),
    refundedAt: entryTimeMs(entry),
  };
}

function paymentOfMerchant(deps: Deps, merchant: Merchant, payment: string): Paid {
  const entry =
    idToBytes("payment", payment) === null
      ? null
      : deps.ledger.lookupEntry(idToUint("payment", payment));
  // The ledger's own entries (expiries) carry no memo.
  const memo = entry?.status === "created" && entry.memo.length > 0 ? readMemo(entry.memo) : null;
  if (entry === null || memo?.kind !== "payment" || memo.merchant !== merchant.id) {
    throw new ProblemError("not-found");
  }
  return { entry, memo };
}

/**
 * All is back: nothing is left to ask for. After a part the report stays as it is, with its deadline. Left open by a crash
 * just here, it is closed by the retry, and hidden from the merchant's list by the status of its payment.
 */
async function closeReport(deps: Deps, { entry }: Paid, payment: string): Promise<void> {
  const { kind, entry: last } = returnOf(deps, entry);
  if (kind !== "refunded" || last === null) return;
  const at = entryTimeMs(last);
  const from = ["asked", "contested"] as const;
  await moveReport(deps, { payment, from, to: "refunded", step: "refunded", at });
}
