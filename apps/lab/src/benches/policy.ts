import { type Asset, hour, instant, systemClock } from "@farthing/core";
import {
  decide,
  type DecisionFacts,
  defaultPolicy,
  presetNames,
  scoreSignals,
  type Signals,
} from "@farthing/risk";
import type { BenchOptions } from "../bench.ts";
import { percentile } from "../probe/fsync.ts";
import { type Chance, seeded } from "../seeded.ts";

const asset: Asset = "PLAY/6";
const warmUp = 200_000;

/** One evaluation after the other, each timed alone: signals to a score, and the table with every counter. */
export function benchPolicy({ seconds }: BenchOptions): Promise<object> {
  const chance = seeded(1);
  const cases = Array.from({ length: 4_096 }, () => draw(chance));
  let asked = 0;
  const evaluate = ({ facts, signals }: ReturnType<typeof draw>) => {
    const risk = scoreSignals(defaultPolicy, signals);
    if (decide({ ...facts, risk }).kind !== "click") asked += 1;
  };
  for (let at = 0; at < warmUp; at += 1) evaluate(cases[at % cases.length] ?? draw(chance));
  asked = 0;
  const micros: number[] = [];
  const until = performance.now() + 1_000 * Math.min(seconds, 10);
  for (let at = 0; performance.now() < until; at += 1) {
    const one = cases[at % cases.length] ?? draw(chance);
    const from = performance.now();
    evaluate(one);
    micros.push(1_000 * (performance.now() - from));
  }
  const figure = (share: number) => Math.round(percentile(micros, share) * 100) / 100;
  return Promise.resolve({
    p50Micros: figure(0.5),
    p99Micros: figure(0.99),
    evaluations: micros.length,
    askedShare: Math.round((1_000 * asked) / micros.length) / 1_000,
  });
}

function draw(chance: Chance): { facts: DecisionFacts; signals: Signals } {
  const now = systemClock.now();
  const price = BigInt(chance.whole(0, 1_999_999));
  const signals: Signals = {
    price,
    deviceAgeMs: chance.whole(0, 999) * hour,
    accountAgeMs: chance.whole(0, 999) * hour,
    merchantAgeMs: chance.whole(0, 499) * hour,
    clicksPer10min: chance.whole(0, 39),
    usualPrice: 50_000n,
    raisedAgoMs: null,
    smallInARow: chance.whole(0, 39),
    counterConflicts: 0,
  };
  const facts: DecisionFacts = {
    policy: defaultPolicy,
    preset: chance.one(presetNames),
    price: { amount: price, asset },
    now,
    trust: chance.one(["trusted", "known", "first"] as const),
    risk: null,
    clicks: {
      per10s: chance.whole(0, 6),
      per10min: chance.whole(0, 69),
      perDay: chance.whole(0, 309),
    },
    lastCheckAt: instant(now - chance.whole(0, 199) * hour),
    merchant: { askAbove: null, neverAbove: null },
    isNewDevice: chance.happens(5),
    mayPayUnasked: false,
    brake: "off",
    allowance: { perClick: { amount: 1_000_000n, asset }, expiresAt: instant(now + hour) },
  };
  return { facts, signals };
}
