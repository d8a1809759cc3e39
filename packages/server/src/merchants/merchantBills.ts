import { ProblemError } from "@farthing/core";
import type { MerchantBills } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import type { TabSaleTable } from "../store/tables.ts";
import { billForMerchant } from "../tabs/billForMerchant.ts";
import type { Merchant } from "./merchant.ts";

/** What a merchant sold on guests' bills, and what became of it. Throws `unavailable` while the projection lags. */
export async function merchantBills(deps: Deps, merchant: Merchant): Promise<MerchantBills> {
  const fresh = await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  if (!fresh) throw new ProblemError("unavailable");
  const rows = await deps.store
    .selectFrom("tab_sales as sale")
    .select((row) => [
      billForMerchant.as("state"),
      row.fn.countAll<number>().as("count"),
      row.fn.sum<bigint>("amount").as("amount"),
      row.fn.sum<bigint>("borne").as("borne"),
    ])
    .where("merchant_id", "=", merchant.id)
    .groupBy(billForMerchant)
    .execute();
  const { asset } = deps.config;
  const money = (amount: bigint) => ({ amount: amount.toString(), asset });
  const of = (state: TabSaleTable["state"]) => rows.find((row) => row.state === state);
  const sum = (state: TabSaleTable["state"]) => ({
    count: of(state)?.count ?? 0,
    amount: money(of(state)?.amount ?? 0n),
  });
  return {
    unpaid: sum("unpaid"),
    paid: sum("paid"),
    returned: sum("returned"),
    agedOut: sum("aged-out"),
    borne: money(of("aged-out")?.borne ?? 0n),
  };
}
