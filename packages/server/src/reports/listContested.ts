import { assert, type Asset } from "@farthing/core";
import type { ContestedReports } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { reportView } from "./reportView.ts";

const reportsMax = 100;

/** What waits for the operator's decision, the nearest deadline first. */
export async function listContested(deps: Deps): Promise<ContestedReports> {
  const rows = await deps.store
    .selectFrom("reports")
    .innerJoin("payments", "payments.id", "payment_id")
    .innerJoin("merchants", "merchants.id", "reports.merchant_id")
    .select(["payment_id", "name", "title", "amount", "asset"])
    .where("reports.state", "in", ["contested", "refund-contested"])
    .orderBy("due_at")
    .limit(reportsMax)
    .execute();
  const reports = rows.map(async ({ payment_id: payment, name, title, amount, asset }) => {
    const view = await reportView(deps, payment);
    assert(view !== null, "a listed report is there");
    const money = { amount: amount.toString(), asset: asset as Asset };
    return { ...view, payment, merchant: name, title, amount: money };
  });
  return { reports: await Promise.all(reports) };
}
