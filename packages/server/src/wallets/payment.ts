import { type Asset, idToBytes, idToUint, ProblemError } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type { PaymentDetail, PaymentView } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { agentName } from "../agents/agentName.ts";
import { heldUntil, type HoldStanding, holdOf } from "../holds/holdOf.ts";
import { merchantById } from "../merchants/merchant.ts";
import { issuerOf } from "../payments/answer.ts";
import { entryName } from "../payments/entryName.ts";
import { type PaymentMemo, readMemo, type TopUpMemo } from "../payments/memo.ts";
import { entryTimeMs, receipt } from "../payments/receipt.ts";
import { type Return, returnOf } from "../payments/returnOf.ts";
import { ownerOfSale } from "../tabs/saleOnTab.ts";
import { reportView } from "../reports/reportView.ts";

/** One payment of a payer, as the journal has it: nothing here waits for a projection. */
export interface OwnPayment {
  readonly entry: StoredEntry;
  readonly memo: PaymentMemo | TopUpMemo;
}

/** The payment or top-up of that id, if it is this payer's. Throws `not-found`. */
export function ownPayment(
  deps: Pick<Deps, "ledger">,
  { payer, id }: { payer: string; id: string },
): OwnPayment {
  if (idToBytes("payment", id) === null) throw new ProblemError("not-found");
  const entry = deps.ledger.lookupEntry(idToUint("payment", id));
  if (entry?.status !== "created") throw new ProblemError("not-found");
  const memo = entry.memo.length === 0 ? null : readMemo(entry.memo);
  const isShown = memo?.kind === "payment" || memo?.kind === "top-up";
  if (!isShown || ownerOf(deps, { entry, memo }) !== payer) throw new ProblemError("not-found");
  return { entry, memo };
}

function ownerOf(deps: Pick<Deps, "ledger">, { entry, memo }: OwnPayment): string {
  return memo.kind === "payment" ? ownerOfSale(deps, { entry, memo }) : memo.payer;
}

const statusOf: Record<Return["kind"], PaymentView["status"]> = {
  none: "captured",
  undone: "reversed",
  "partly-refunded": "partly-refunded",
  refunded: "refunded",
};

/** The status of a payment whose hold is not over, or ended without it; null: it was made. */
function notMadeStatus(standing: HoldStanding | null): "held" | "released" | null {
  return standing === null || standing.kind === "captured" ? null : standing.kind;
}

function heldUntilOf(entry: StoredEntry, memo: OwnPayment["memo"]): number | null {
  if (memo.kind !== "payment" || memo.holdMs === undefined) return null;
  return heldUntil(entry, memo.holdMs);
}

function receiptOf(deps: Deps, entry: StoredEntry, standing: HoldStanding | null): string | null {
  if (notMadeStatus(standing) !== null) return null;
  const made = standing?.kind === "captured" ? standing.entry : entry;
  return receipt(entry, issuerOf(deps), { made });
}

/** One payment with its receipt: the same bytes as when it was paid. Throws `not-found`. */
export async function paymentDetail(
  deps: Deps,
  ask: { payer: string; id: string },
): Promise<PaymentDetail> {
  const { entry, memo } = ownPayment(deps, ask);
  const asset = memo.asset as Asset;
  const returned = returnOf(deps, entry);
  const standing = memo.kind === "payment" ? holdOf(deps, entry, memo) : null;
  const shared = {
    id: entryName(entry.id),
    kind: memo.kind,
    status: notMadeStatus(standing) ?? statusOf[returned.kind],
    amount: { amount: memo.amount, asset },
    at: entryTimeMs(entry),
    givenBack: { amount: returned.givenBack.toString(), asset },
    reversedAt: returned.entry === null ? null : entryTimeMs(returned.entry),
    heldUntil: heldUntilOf(entry, memo),
    released: standing?.kind === "released" ? standing.reason : null,
  };
  if (memo.kind === "top-up") {
    return {
      ...shared,
      merchant: "",
      program: null,
      title: "",
      resource: "",
      receipt: null,
      fee: null,
      report: null,
    };
  }
  const merchant = await merchantById(deps, memo.merchant);
  return {
    ...shared,
    merchant: merchant?.name ?? "",
    program: await agentName(deps, memo.allowance),
    title: memo.title,
    resource: memo.resource,
    receipt: receiptOf(deps, entry, standing),
    fee: { amount: memo.fee, asset },
    report: await reportView(deps, shared.id),
  };
}
