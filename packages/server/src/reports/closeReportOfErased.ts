import type { Deps } from "../deps.ts";
import { isErased } from "../erasures/isErased.ts";
import { backProblem } from "../payments/returnOf.ts";
import type { Paid } from "../refunds/refund.ts";
import { ownerOfSale } from "../tabs/saleOnTab.ts";
import { moveReport } from "./moveReport.ts";

/**
 * Closes an open report whose payer is erased, with nothing back: there is nobody to give money to, so that the payment
 * stands. It moves a row of the store and no money; the account is closed already, by the mark. So the journal has no entry of
 * it, unlike of an operator's decision: whoever replays it reads the same from the mark, behind which nothing comes back to
 * this payer. An entry now could come after the commitments were kept, and its leaf would open to nobody. Answers whether it did.
 */
export async function closeReportOfErased(
  deps: Deps,
  paid: Paid,
  payment: string,
): Promise<boolean> {
  if (!isErased(deps, ownerOfSale(deps, paid)) || backProblem(deps, paid.entry) !== null)
    return false;
  const move = { payment, from: ["open"], to: "stands", step: "stands" } as const;
  await moveReport(deps, { ...move, at: deps.clock.now() });
  return true;
}
