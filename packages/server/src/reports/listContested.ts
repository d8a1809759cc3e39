import { assert, type Asset, idToUint } from "@farthing/core";
import type { ContestedReports } from "@farthing/protocol";
import type { PaymentLabel } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { readReasons } from "../payments/decidedBy.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import { reportView } from "./reportView.ts";

const reportsMax = 100;

/** What waits for the operator's decision, the nearest deadline first. */
export async function listContested(deps: Deps): Promise<ContestedReports> {
  const rows = await deps.store
    .selectFrom("reports")
    .innerJoin("payments", "payments.id", "payment_id")
    .innerJoin("merchants", "merchants.id", "reports.merchant_id")
    .select(["payment_id", "reports.merchant_id as seller"])
    .select(["name", "title", "amount", "asset"])
    .where("reports.state", "in", ["contested", "refund-contested"])
    .orderBy("due_at")
    .limit(reportsMax)
    .execute();
  const reports = rows.map(async ({ payment_id: payment, seller, ...row }) => {
    const { name, title, amount, asset } = row;
    const view = await reportView(deps, payment);
    assert(view !== null, "a listed report is there");
    const money = { amount: amount.toString(), asset: asset as Asset };
    const known = { reasons: reasonsOf(deps, payment), labels: labelsOf(deps, seller) };
    return { ...view, payment, merchant: name, title, amount: money, ...known };
  });
  return { reports: await Promise.all(reports) };
}

function reasonsOf({ ledger }: Deps, payment: string): { code: string; weight: number }[] | null {
  const entry = ledger.lookupEntry(idToUint("payment", payment));
  assert(entry !== null, "what was reported was paid");
  return readReasons(readPaymentMemo(entry.memo).by);
}

function labelsOf({ risk, clock }: Deps, merchant: string): Record<PaymentLabel, number> {
  const sums = risk.labelsOf(merchant, clock.now());
  return {
    fraud: sums.fraud.count,
    "not-received": sums["not-received"].count,
    quality: sums.quality.count,
  };
}
