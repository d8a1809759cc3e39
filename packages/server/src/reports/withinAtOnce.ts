import type { Entry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { reportKeys } from "../payments/keys.ts";
import { atOnceWindow } from "./rules.ts";

/**
 * The ledger's limits on what these payers' reports give back at once; null where `amount` is beyond one of them, or the
 * operator found a report of theirs wrong: then each is looked at first.
 */
export function withinAtOnce(
  { ledger, policies, clock }: Pick<Deps, "ledger" | "policies" | "clock">,
  payers: readonly string[],
): (amount: bigint) => Required<Pick<Entry, "limits" | "uses">> | null {
  const all = payers.map((payer) => reportKeys(payer));
  const terms = { kind: "sum", window: atOnceWindow } as const;
  const rule = policies.current(clock.now()).reports;
  const most = { reports: BigInt(rule.count), amount: rule.amount };
  return (amount) => {
    // The ledger refuses what is beyond; asked before, because a refused entry uses up its name.
    const isWithin = all.every((keys) => {
      const [count, sum, wrong] = ledger.lookupLimits([keys.count, keys.amount, keys.wrong]);
      if ((wrong?.used ?? 0n) > 0n) return false;
      const isOneMore = (count?.used ?? 0n) < most.reports;
      return isOneMore && (sum?.used ?? 0n) + amount <= most.amount;
    });
    if (!isWithin) return null;
    return {
      limits: all.flatMap((keys) => [
        { key: keys.count, set: { ...terms, max: most.reports } },
        { key: keys.amount, set: { ...terms, max: most.amount } },
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
