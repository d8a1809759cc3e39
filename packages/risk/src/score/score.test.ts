import { hour } from "@farthing/core";
import { expect, test } from "vitest";
import { defaultPolicy } from "../policy/defaultPolicy.ts";
import { scoreSignals, type Signals, tryScore } from "./score.ts";

const calm: Signals = {
  price: 50_000n,
  deviceAgeMs: 1_000 * hour,
  accountAgeMs: 2_000 * hour,
  merchantAgeMs: 500 * hour,
  clicksPer10min: 0,
  usualPrice: 50_000n,
  raisedAgoMs: null,
  smallInARow: 0,
  counterConflicts: 0,
};

test.each([
  ["nothing unusual", {}, "low 0"],
  [
    "a first day is not punished",
    { deviceAgeMs: 0, accountAgeMs: 0, merchantAgeMs: null },
    "low 10 new-merchant",
  ],
  ["a device an hour younger than its wallet", { deviceAgeMs: 0, accountAgeMs: hour }, "low 0"],
  [
    "a device more than that younger",
    { deviceAgeMs: 0, accountAgeMs: hour + 1 },
    "low 30 new-device",
  ],
  [
    "a day later it is a device as any",
    { deviceAgeMs: 24 * hour, accountAgeMs: 99 * hour },
    "low 0",
  ],
  ["five times what is usual", { price: 250_000n }, "low 0"],
  ["more than that", { price: 250_001n }, "low 35 price-jump"],
  ["nothing usual is known", { price: 9_000_000n, usualPrice: null }, "low 0"],
  ["29 payments in ten minutes", { clicksPer10min: 29 }, "low 0"],
  ["30 payments in ten minutes", { clicksPer10min: 30 }, "low 30 velocity"],
  ["a limit raised a day ago", { raisedAgoMs: 24 * hour }, "low 0"],
  ["a limit raised just now", { raisedAgoMs: 0 }, "low 25 limit-raised"],
  ["a salami", { smallInARow: 30 }, "low 25 small-in-a-row"],
  [
    "a salami by a program",
    { smallInARow: 30, clicksPer10min: 30 },
    "raised 55 velocity small-in-a-row",
  ],
  ["an impossible counter", { counterConflicts: 3 }, "raised 60 impossible-counter"],
  [
    "a stolen device at a new shop",
    { deviceAgeMs: 0, merchantAgeMs: null, price: 900_000n },
    "raised 75 new-device new-merchant price-jump",
  ],
  [
    "and in haste",
    { deviceAgeMs: 0, merchantAgeMs: null, price: 900_000n, clicksPer10min: 40 },
    "high 105 new-device new-merchant velocity price-jump",
  ],
] satisfies [string, Partial<Signals>, string][])("%s", (_, changes, expected) => {
  const { band, score, reasons } = scoreSignals(defaultPolicy, { ...calm, ...changes });
  expect([band, score, ...reasons].join(" ")).toBe(expected);
});

test("the reasons' weights add up to the score, and one without weight is no reason", () => {
  const { scoring } = defaultPolicy;
  const weights = { ...scoring.weights, velocity: 0 };
  const silent = { ...defaultPolicy, scoring: { ...scoring, weights } };
  const risk = scoreSignals(silent, { ...calm, clicksPer10min: 99, raisedAgoMs: 0 });
  expect(risk).toEqual({ band: "low", score: 25, reasons: ["limit-raised"] });
});

test("a score that fails, or is no number, is no score", () => {
  const inTime = { now: () => 0, msMax: 1 };
  expect(tryScore(scoreSignals, defaultPolicy, () => calm, inTime)?.band).toBe("low");
  const broken = () => {
    throw new Error("no model");
  };
  expect(tryScore(broken, defaultPolicy, () => calm, inTime)).toBeNull();
  expect(tryScore(scoreSignals, defaultPolicy, broken, inTime)).toBeNull();
  const nonsense = () => ({ band: "low", score: Number.NaN, reasons: [] }) as const;
  expect(tryScore(nonsense, defaultPolicy, () => calm, inTime)).toBeNull();
});

test.each([
  ["in time", 20, "low"],
  ["late by a moment", 20.1, undefined],
  ["on a clock that is no number", Number.NaN, undefined],
])("a score that comes %s", (_, took, band) => {
  let turned = 0;
  const slow: typeof scoreSignals = (policy, signals) => {
    turned = took;
    return scoreSignals(policy, signals);
  };
  const time = { now: () => turned, msMax: 20 };
  expect(tryScore(slow, defaultPolicy, () => calm, time)?.band).toBe(band);
});
