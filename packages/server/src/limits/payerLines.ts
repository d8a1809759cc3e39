import type { LimitTerms } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { dayWindow, limitKey, monthWindow, payerKeys } from "../payments/keys.ts";
import type { PayerMoney } from "./payerMoney.ts";

/** A sum that is limited, as the ledger is told of it. */
export interface SumLine {
  readonly key: bigint;
  readonly set: LimitTerms;
}

/** The ledger's limits of a wallet over all sites. */
export function payerLines(payer: string, money: PayerMoney): SumLine[] {
  return [
    ...spendingLines(payer, money),
    {
      key: limitKey("payer-top-up-24h", payer),
      set: { kind: "sum", max: money.topUpDay, window: dayWindow },
    },
  ];
}

/** Those that are spent by, which a guest has as well. */
export function spendingLines(
  payer: string,
  { day, month, sinceCheck }: Pick<PayerMoney, "day" | "month" | "sinceCheck">,
): SumLine[] {
  const keys = payerKeys(payer);
  return [
    { key: keys.day, set: { kind: "sum", max: day, window: dayWindow } },
    { key: keys.month, set: { kind: "sum", max: month, window: monthWindow } },
    { key: keys.sinceCheck, set: { kind: "sum", max: sinceCheck } },
  ];
}

/** Those of `lines` that the ledger has, and has otherwise. */
export function differing({ ledger }: Pick<Deps, "ledger">, lines: readonly SumLine[]): SumLine[] {
  const found = ledger.lookupLimits(lines.map(({ key }) => key));
  return lines.filter(({ set }, at) => {
    const limit = found[at];
    return limit !== undefined && limit !== null && limit.max !== set.max;
  });
}
