import { instant } from "@farthing/core";
import type { Site } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { allowanceKeys } from "../payments/keys.ts";
import { lookBack } from "../wallets/week.ts";

/** Allowances that are looked at: of more, the newest. */
const sitesMax = 200;

/** The sites that may charge a payer by a click now; what is used of them comes from the ledger itself. */
export async function loadSites(deps: Deps, payer: string): Promise<Site[]> {
  const rises = await loadRises(deps, payer);
  const kept = await loadKeptPrices(deps, payer);
  const rows = await readAllowances(deps, payer);
  const now = deps.clock.now();
  return rows.flatMap((row) => {
    const lines = allowanceLines(deps, allowanceKeys(row.id));
    if (lines === null || allowanceStatus(lines, now) !== "active") return [];
    const { click, day, total } = lines;
    return [
      {
        allowance: row.id,
        merchantId: row.merchant_id,
        merchant: row.name,
        perClick: click.max,
        per24h: day.max,
        total: total.max,
        used: total.max - total.available,
        createdAt: instant(row.created_at),
        lastPaidAt: instant(row.paid_at ?? row.created_at),
        rise: rises.get(row.merchant_id) ?? null,
        keptPrice: kept.get(priceAdvice(row.merchant_id)) ?? null,
      },
    ];
  });
}

function readAllowances({ store }: Deps, payer: string) {
  return store
    .selectFrom("allowances")
    .innerJoin("merchants", "merchants.id", "allowances.merchant_id")
    .select((row) => [
      "allowances.id",
      "allowances.merchant_id",
      "merchants.name",
      "allowances.created_at",
      row
        .selectFrom("payments")
        .select((each) => each.fn.max("payments.at").as("paid_at"))
        .where("payments.payer_id", "=", payer)
        .whereRef("payments.merchant_id", "=", "allowances.merchant_id")
        .where("payments.kind", "=", "payment")
        .as("paid_at"),
    ])
    .where("allowances.payer_id", "=", payer)
    .where("allowances.revoked_at", "is", null)
    .orderBy("allowances.created_at", "desc")
    .limit(sitesMax)
    .execute();
}

async function loadRises(deps: Deps, payer: string) {
  const { found } = await lookBack(deps, payer);
  return new Map(
    found.flatMap((each) =>
      each.kind === "price-rise" ? [[each.merchant, { from: each.from, to: each.to }]] : [],
    ),
  );
}

/** The advice about a merchant's price, as the check-up names it. */
function priceAdvice(merchant: string): string {
  return `price-rise/${merchant}`;
}

/** Prices that were found right, while that holds, by their advice. */
async function loadKeptPrices(
  { store, clock }: Deps,
  payer: string,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await store
    .selectFrom("advice_answers")
    .select(["advice", "amount"])
    .where("payer_id", "=", payer)
    .where("until", ">", clock.now())
    .execute();
  return new Map(rows.flatMap(({ advice, amount }) => (amount === null ? [] : [[advice, amount]])));
}
