import { describe, expect, test } from "vitest";
import { checkLimits, expiryChoices, limitsForm, type LimitsForm } from "./limits.ts";

const day = 86_400_000;
const now = 1_795_000_000_000;
const preset = { perClick: "50000", per24h: "500000", total: "2000000", expiresAt: now + 30 * day };
const ceiling = {
  perClick: "5000000",
  per24h: "50000000",
  total: "500000000",
  expiresAt: now + 365 * day,
};
const asset = "PLAY/6";

test("a preset fills the editor and reads back as itself, in both languages", () => {
  for (const language of ["en", "de"] as const) {
    const form = limitsForm(preset, asset, language);
    expect(checkLimits(form, { asset, ceiling })).toEqual({ ok: true, limits: preset });
  }
  expect(limitsForm(preset, asset, "de").perClick).toBe("0,05");
});

describe("checkLimits", () => {
  const cases: [perClick: string, per24h: string, total: string, faults: object | null][] = [
    ["0.05", "0.50", "2.00", null],
    ["0,05", "0,5", "2", null],
    ["$0.05", " 0.5 ", "2", null],
    ["5", "50", "500", null],
    ["0.000001", "0.000001", "0.000001", null],
    ["", "0.50", "2", { perClick: { kind: "not-money" } }],
    ["five", "0.50", "2", { perClick: { kind: "not-money" } }],
    ["-1", "0.50", "2", { perClick: { kind: "not-money" } }],
    ["1e3", "0.50", "2", { perClick: { kind: "not-money" } }],
    ["0.0000001", "0.50", "2", { perClick: { kind: "not-money" } }],
    ["1,000.00", "0.50", "2", { perClick: { kind: "not-money" } }],
    ["0", "0.50", "2", { perClick: { kind: "zero" } }],
    ["0.60", "0.50", "2", { perClick: { kind: "above-next", next: "per24h" } }],
    ["0.05", "3", "2", { per24h: { kind: "above-next", next: "total" } }],
    ["6", "6", "6", { perClick: { kind: "above-ceiling", max: "5000000" } }],
    ["0.05", "0.50", "501", { total: { kind: "above-ceiling", max: "500000000" } }],
    [
      "x",
      "y",
      "z",
      {
        perClick: { kind: "not-money" },
        per24h: { kind: "not-money" },
        total: { kind: "not-money" },
      },
    ],
    [
      "9",
      "0",
      "2",
      { perClick: { kind: "above-ceiling", max: "5000000" }, per24h: { kind: "zero" } },
    ],
  ];
  test.each(cases)("%j %j %j", (perClick, per24h, total, faults) => {
    const form: LimitsForm = { perClick, per24h, total, expiresAt: preset.expiresAt };
    const answer = checkLimits(form, { asset, ceiling });
    expect(answer.ok ? null : answer.faults).toEqual(faults);
  });
});

test("ends are offered up to the ceiling, the preset's own among them, soonest first", () => {
  const year = expiryChoices(now, { preset: preset.expiresAt, ceiling: ceiling.expiresAt });
  expect(year.map((moment) => (moment - now) / day)).toEqual([7, 30, 90, 365]);
  const fresh = expiryChoices(now, { preset: preset.expiresAt, ceiling: preset.expiresAt });
  expect(fresh.map((moment) => (moment - now) / day)).toEqual([7, 30]);
});
