import { assert, type Asset } from "@farthing/core";
import { entryMax, type TransferInput } from "../entry.ts";
import { transferCodes } from "./transferCodes.ts";

/** A sale on a tab that nobody has paid yet: what it costs, and the operator's part of that. */
export interface TabSale {
  /** The merchant's account of what is not settled, and the one that it is settled to. */
  readonly unsettled: bigint;
  readonly merchant: bigint;
  readonly amount: bigint;
  readonly fee: bigint;
}

/** Sales of one settlement at most: two transfers for each merchant, one for the payer. */
export const tabSalesMax = Math.floor((entryMax.items - 1) / 2);

/**
 * Pays a tab: payer (or rail) → tab for all of it, then for each merchant unsettled → merchant, and the operator's part
 * unsettled → fees. `exceeds_debits` when the tab owes less, `exceeds_credits` when the payer has less: nothing happens then.
 *
 * @example settleTab({ payer, tab, fees, asset: "PLAY/6", sales: [{ unsettled, merchant, amount: 50_000n, fee: 2_500n }] })
 */
export function settleTab(of: {
  readonly payer: bigint;
  readonly tab: bigint;
  readonly fees: bigint;
  readonly asset: Asset;
  readonly sales: readonly TabSale[];
}): TransferInput[] {
  const { payer, tab, fees, asset, sales } = of;
  assert(sales.length > 0 && sales.length <= tabSalesMax, "a settlement pays 1 to 31 sales");
  assert(
    sales.every(({ amount, fee }) => amount > 0n && fee >= 0n && fee <= amount),
    "a fee is at most its price",
  );
  const code = transferCodes.settlement;
  const amount = sales.reduce((sum, sale) => sum + sale.amount, 0n);
  const merchants = [...Map.groupBy(sales, ({ unsettled }) => unsettled).values()];
  const legs = merchants.flatMap((own) => merchantLegs(own, { fees, asset }));
  return [{ debit: payer, credit: tab, amount, asset, code }, ...legs];
}

function merchantLegs(
  sales: readonly TabSale[],
  { fees, asset }: { readonly fees: bigint; readonly asset: Asset },
): TransferInput[] {
  const [first] = sales;
  assert(first !== undefined, "a group has a first");
  const { unsettled: debit, merchant } = first;
  const fee = sales.reduce((sum, sale) => sum + sale.fee, 0n);
  const net = sales.reduce((sum, sale) => sum + sale.amount, 0n) - fee;
  const legs: TransferInput[] = [
    { debit, credit: merchant, amount: net, asset, code: transferCodes.settlement },
    { debit, credit: fees, amount: fee, asset, code: transferCodes.fee },
  ];
  return legs.filter(({ amount }) => amount !== 0n);
}
