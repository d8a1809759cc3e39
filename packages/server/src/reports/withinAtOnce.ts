import type { Entry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { reportKeys } from "../payments/keys.ts";
import { atOnce } from "./rules.ts";

/**
 * The ledger's limits on what these payers' reports give back at once; null where `amount` is beyond one of them, or the
 * operator found a report of theirs wrong: then each is looked at first.
 */
export function withinAtOnce(
  { ledger }: Pick<Deps, "ledger">,
  payers: readonly string[],
): (amount: bigint) => Required<Pick<Entry, "limits" | "uses">> | null {
  const all = payers.map((payer) => reportKeys(payer));
  const terms = { kind: "sum", window: atOnce.window } as const;
  return (amount) => {
    // The ledger refuses what is beyond; asked before, because a refused entry uses up its name.
    const isWithin = all.every((keys) => {
      const [count, sum, wrong] = ledger.lookupLimits([keys.count, keys.amount, keys.wrong]);
      if ((wrong?.used ?? 0n) > 0n) return false;
      const countLeft = count?.available ?? atOnce.reports;
      return countLeft >= 1n && (sum?.available ?? atOnce.amount) >= amount;
    });
    if (!isWithin) return null;
    return {
      limits: all.flatMap((keys) => [
        { key: keys.count, set: { ...terms, max: atOnce.reports } },
        { key: keys.amount, set: { ...terms, max: atOnce.amount } },
        { key: keys.wrong, set: { ...terms, max: 0n } },
      ]),
      uses: all.flatMap((keys) => [
        { key: keys.count, amount: 1n },
        { key: keys.amount, amount },
        // A use of nothing: refused where one was found wrong meanwhile.
        { key: keys.wrong, amount: 0n },
      ]),
    };
  };
}
