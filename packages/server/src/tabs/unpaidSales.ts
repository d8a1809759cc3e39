import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import type { TabSaleTable } from "../store/tables.ts";
import { salesMax } from "./tabUse.ts";

export type UnpaidSale = TabSaleTable & { readonly title: string; readonly resource: string };

/**
 * What is on a guest's bill, oldest first: all that was sold before the question. A list that is behind would only be short
 * of the newest: what a settlement pays is decided by the ledger's claims. Throws `unavailable` while the projection lags.
 */
export async function unpaidSales(deps: Deps, guest: string): Promise<readonly UnpaidSale[]> {
  const fresh = await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  if (!fresh) throw new ProblemError("unavailable");
  return deps.store
    .selectFrom("tab_sales as sale")
    .innerJoin("payments as payment", "payment.id", "sale.payment")
    .selectAll("sale")
    .select(["payment.title", "payment.resource"])
    .where("sale.guest", "=", guest)
    .where("sale.state", "=", "unpaid")
    .orderBy("sale.seq")
    .limit(Number(salesMax))
    .execute();
}

/** What they cost together. */
export function sumOf(sales: readonly Pick<TabSaleTable, "amount">[]): bigint {
  return sales.reduce((sum, { amount }) => sum + amount, 0n);
}
