import type { Entry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { reportKeys } from "../payments/keys.ts";
import { atOnce } from "./rules.ts";

/** The ledger's limits on what this payer's reports give back at once; null where `amount` is beyond them. */
export function withinAtOnce(
  { ledger }: Pick<Deps, "ledger">,
  payer: string,
): (amount: bigint) => Required<Pick<Entry, "limits" | "uses">> | null {
  const keys = reportKeys(payer);
  const terms = { kind: "sum", window: atOnce.window } as const;
  return (amount) => {
    // The ledger refuses what is beyond; asked before, because a refused entry uses up its name.
    const [count, sum] = ledger.lookupLimits([keys.count, keys.amount]);
    const countLeft = count?.available ?? atOnce.reports;
    const amountLeft = sum?.available ?? atOnce.amount;
    if (countLeft < 1n || amountLeft < amount) return null;
    return {
      limits: [
        { key: keys.count, set: { ...terms, max: atOnce.reports } },
        { key: keys.amount, set: { ...terms, max: atOnce.amount } },
      ],
      uses: [
        { key: keys.count, amount: 1n },
        { key: keys.amount, amount },
      ],
    };
  };
}
