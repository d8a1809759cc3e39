import { minute } from "@farthing/core";
import type { BalanceSums } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { readSums } from "./readBalance.ts";
import { tierName } from "./tierOf.ts";

/** Adding up reads a month of rows: not as often as somebody asks for metrics. */
const everyMs = minute;
const days = 30;

/** Friction and loss by tier as they were last added up; memory of this process. Empty: not yet. */
export interface MeasuredBalance {
  last(): ReadonlyMap<string, BalanceSums>;
  set(tiers: ReadonlyMap<string, BalanceSums>): void;
}

/** Nothing was added up yet. */
export function newMeasuredBalance(): MeasuredBalance {
  let last: ReadonlyMap<string, BalanceSums> = new Map();
  return { last: () => last, set: (tiers) => void (last = tiers) };
}

/** Adds up for `/metrics` every minute until stopped. */
export function startMeasuring(deps: Deps): Duty {
  return startDuty(deps, { name: "balance", everyMs, work: () => measureBalance(deps) });
}

/** Adds up once: the sums of the operator's page, over its 30 days. */
export async function measureBalance(deps: Deps): Promise<void> {
  const { byTier } = await readSums(deps, days);
  deps.measured.set(new Map(byTier.read().map(([at, sums]) => [tierName(at), sums])));
}

const inUnits = ({ amount }: BalanceSums["amount"]) => Number(amount) / 1_000_000;

/** Both sides, or neither: whoever tunes one sees the other move. */
const figures: readonly [string, string, (sums: BalanceSums) => number][] = [
  ["payments", "Payments", ({ payments }) => payments],
  ["asked", "Questions that interrupt", ({ asked }) => asked],
  ["answered", "Payments that such a question came before", ({ answered }) => answered],
  ["declined", "Payments turned down", ({ declined }) => declined],
  ["paid", "What was paid, in units of the asset", ({ amount }) => inUnits(amount)],
  [
    "reported",
    "Of what was paid: reported as not the payer's, in units of the asset",
    ({ fraudReported }) => inUnits(fraudReported),
  ],
  [
    "returned",
    "Of what was reported: given back, in units of the asset",
    ({ fraudRefunded }) => inUnits(fraudRefunded),
  ],
];

/** The gauges: the pair by tier, of the last 30 days. */
export function registerBalance({ metrics, measured }: Pick<Deps, "metrics" | "measured">): void {
  for (const [name, help, read] of figures) {
    metrics.gauges({
      name: `farthing_balance_${name}`,
      help: `${help}, of 30 days (UTC) by tier, as last added up.`,
      label: "tier",
      read: () =>
        Object.fromEntries([...measured.last()].map(([tier, sums]) => [tier, read(sums)])),
    });
  }
}
