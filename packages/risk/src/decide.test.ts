import { amountMax, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type AllowanceFacts, decide, type DecisionFacts } from "./decide.ts";
import { balancedPolicy, type Gesture, type Policy } from "./policy.ts";

const now = instant(Date.parse("2026-11-24T12:00:00Z"));
const policy = balancedPolicy;

/** `5c until 13:00` is an allowance of 0.05 a click that ends at 13:00 today. */
function allowanceOf(text: string): AllowanceFacts | null {
  const match = /^(\d+)c until (\d\d:\d\d)( EUR)?$/.exec(text);
  if (match === null) return null;
  return {
    perClick: { amount: BigInt(match[1]!) * 10_000n, asset: match[3] ? "EUR/6" : "PLAY/6" },
    expiresAt: instant(Date.parse(`2026-11-24T${match[2]}:00Z`)),
  };
}

function decided(facts: DecisionFacts): string {
  const { row, kind, ...more } = decide(facts);
  return "reason" in more ? `${row}: ${kind} ${more.reason}` : `${row}: ${kind}`;
}

test("the whole policy, a line for every edge", () => {
  const table = `
    price in millionths | allowance            | decision
    0                   | 5c until 13:00       | click: click
    1                   | 5c until 13:00       | click: click
    50000               | 5c until 13:00       | click: click
    50001               | 5c until 13:00       | click: step-up over-per-click
    5000000             | 500c until 13:00     | click: click
    5000001             | 501c until 13:00     | passkey: step-up over-per-click
    500000000           | 501c until 13:00     | passkey: step-up over-per-click
    500000001           | 501c until 13:00     | above-all-rows: decline daily-limit-reached
    500000001           | none                 | above-all-rows: decline daily-limit-reached
    50000               | none                 | click: step-up allowance-ended
    50000               | 5c until 12:01       | click: click
    50000               | 5c until 12:00       | click: step-up allowance-ended
    50000               | 5c until 13:00 EUR   | click: step-up check-due`;
  for (const line of table.trim().split("\n").slice(1)) {
    const [amount = "", allowance = "", expected = ""] = line.split("|").map((cell) => cell.trim());
    const price = { amount: BigInt(amount), asset: "PLAY/6" } as const;
    const got = decided({ policy, price, now, allowance: allowanceOf(allowance) });
    expect(`${amount} | ${allowance} | ${got}`).toBe(`${amount} | ${allowance} | ${expected}`);
  }
});

test("what is unsure asks for more: a foreign asset, a policy not yet in force or without a readable day", () => {
  const allowance = allowanceOf("5c until 13:00");
  const price = { amount: 50_000n, asset: "PLAY/6" } as const;
  const facts = { policy, price, now, allowance };
  expect(decide({ ...facts, price: { ...price, asset: "EUR/6" } }).kind).toBe("step-up");
  for (const effectiveFrom of ["2026-11-25", "soon", ""]) {
    expect(decide({ ...facts, policy: { ...policy, effectiveFrom } }).kind).toBe("step-up");
  }
  expect(decide({ ...facts, policy: { ...policy, rows: [] } }).kind).toBe("decline");
});

test("a row of gesture N still needs an allowance, H at least a passkey, D nothing helps", () => {
  const price = { amount: 1n, asset: "PLAY/6" } as const;
  const kinds = (gesture: Gesture) => {
    const one: Policy = { ...policy, rows: [{ name: "all", upTo: amountMax, gesture }] };
    const allowances = [null, allowanceOf("5c until 13:00")];
    return allowances.map((allowance) => decide({ policy: one, price, now, allowance }).kind);
  };
  expect(kinds("N")).toEqual(["step-up", "click"]);
  expect(kinds("C")).toEqual(["step-up", "click"]);
  expect(kinds("U")).toEqual(["step-up", "step-up"]);
  expect(kinds("H")).toEqual(["step-up", "step-up"]);
  expect(kinds("D")).toEqual(["decline", "decline"]);
});

test("a higher price, or no allowance, never asks for less; a click is never over the allowance", () => {
  const strictness = { click: 0, "step-up": 1, decline: 2 };
  const amount = fc.oneof(fc.bigInt(0n, 600_000_000n), fc.bigInt(0n, amountMax));
  fc.assert(
    fc.property(amount, amount, amount, (left, right, perClick) => {
      const allowance = {
        ...allowanceOf("5c until 13:00")!,
        perClick: { amount: perClick, asset: "PLAY/6" } as const,
      };
      const [low, high] = left < right ? [left, right] : [right, left];
      const asked = (price: bigint, facts: AllowanceFacts | null) =>
        strictness[
          decide({ policy, price: { amount: price, asset: "PLAY/6" }, now, allowance: facts }).kind
        ];
      expect(asked(low, allowance)).toBeLessThanOrEqual(asked(high, allowance));
      expect(asked(low, allowance)).toBeLessThanOrEqual(asked(low, null));
      expect(asked(low, allowance) === 0 && low > perClick).toBe(false);
    }),
  );
});

test("the policy is dated, named, and its rows ascend in price and gesture", () => {
  expect(policy.version).toMatch(/^[a-z]+-\d+$/);
  expect(policy.effectiveFrom).toMatch(/^\d{4}-\d\d-\d\d$/);
  const order = "NCUHD";
  policy.rows.slice(1).forEach((row, at) => {
    expect(row.upTo > policy.rows[at]!.upTo).toBe(true);
    expect(order.indexOf(row.gesture)).toBeGreaterThan(order.indexOf(policy.rows[at]!.gesture));
  });
  expect(
    decide({ policy, price: { amount: 1n, asset: "PLAY/6" }, now, allowance: null }).policy,
  ).toBe("balanced-1");
});
