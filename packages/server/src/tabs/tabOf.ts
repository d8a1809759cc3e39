import { assert } from "@farthing/core";
import type { BillLine } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { payerKeys, tabKeys } from "../payments/keys.ts";
import { salesMax, tabLines } from "./tabUse.ts";

/** A guest's tab as the ledger has it now. Smallest unit. */
export interface Tab {
  readonly owed: bigint;
  readonly line: bigint;
  /** How many more things fit on it. */
  readonly salesLeft: bigint;
  readonly isClosed: boolean;
  /** The higher line: it was settled once. */
  readonly settledBefore: boolean;
}

type Has = Pick<Deps, "ledger" | "config" | "clock" | "policies">;

/** The tab of a guest, or null: it was never opened. */
export function tabOf(deps: Has, guest: string): Tab | null {
  const keys = tabKeys(guest);
  const { sinceCheck } = payerKeys(guest);
  const found = deps.ledger.lookupLimits([keys.owed, keys.sales, sinceCheck]);
  const [owed, sales, checked] = found;
  if (!owed || !sales || !checked) return null;
  return {
    owed: owed.used,
    line: owed.max,
    salesLeft: sales.available,
    isClosed: owed.closed,
    // A settlement is what sets it to nothing, and all that does.
    settledBefore: checked.resetAt !== null,
  };
}

/** A tab before the first sale on it. */
export function freshTab(deps: Has): Tab {
  const { first } = tabLines(deps);
  return { owed: 0n, line: first, salesLeft: salesMax, isClosed: false, settledBefore: false };
}

/** What is owed and where payment is asked for, in the wire's form. */
export function lineOf({ config: { asset } }: Pick<Deps, "config">, { owed, line }: Tab): BillLine {
  return {
    owed: { amount: owed.toString(), asset },
    line: { amount: line.toString(), asset },
  };
}

/** The bill of a guest who bought something. */
export function billLine(deps: Has, guest: string): BillLine {
  const tab = tabOf(deps, guest);
  assert(tab !== null, "what is bought is bought on an open tab");
  return lineOf(deps, tab);
}
