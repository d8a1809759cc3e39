import { day, instant, second } from "@farthing/core";
import { expect, test } from "vitest";
import { newRiskMemory } from "./riskMemory.ts";

const now = instant(1_000 * day);
const payment = { payer: "pyr_1", merchant: "mer_1", price: 10_000n, at: now };

test("what is reserved counts at once; given back it is as if it never was, once", () => {
  const risk = newRiskMemory();
  const [first, second_] = [risk.reserve(payment), risk.reserve(payment)];
  const counts = () => [risk.clicks("pyr_1", now).per10s, risk.smallInARow("pyr_1", "mer_1")];
  expect(counts()).toEqual([2, 2]);
  first.giveBack();
  first.giveBack();
  first.made();
  expect(counts()).toEqual([1, 1]);
  second_.made();
  second_.giveBack();
  expect(counts()).toEqual([1, 1]);
});

test("a refused payment elsewhere ends no row of small ones, and teaches no price", () => {
  const risk = newRiskMemory();
  for (let at = 0; at < 6; at += 1) risk.paid(payment);
  for (let at = 0; at < 6; at += 1) {
    risk.reserve({ ...payment, merchant: "mer_2", price: 9_000_000n }).giveBack();
  }
  expect(risk.smallInARow("pyr_1", "mer_1")).toBe(6);
  expect([risk.usualPrice("mer_1"), risk.usualPrice("mer_2")]).toEqual([10_000n, null]);
});

test("a passkey begins the counts anew; what was under way then gives nothing back to the new ones", () => {
  const risk = newRiskMemory();
  const open = risk.reserve(payment);
  risk.checked("pyr_1");
  risk.paid(payment);
  open.giveBack();
  expect(risk.clicks("pyr_1", now).per10s).toBe(1);
});

test("times that come late stand where they belong", () => {
  const risk = newRiskMemory();
  for (const ago of [0, 20, 5, 700, 11]) risk.paid({ ...payment, at: instant(now - ago * second) });
  expect(risk.clicks("pyr_1", now)).toEqual({ per10s: 2, per10min: 4, perDay: 5 });
});

test("more than can be counted is more than any limit", () => {
  const risk = newRiskMemory();
  for (let at = 0; at < 9_999; at += 1) risk.paid(payment);
  expect(risk.clicks("pyr_1", now).perDay).toBe(9_999);
  for (let at = 0; at < 20_000; at += 1) risk.paid(payment);
  expect(risk.clicks("pyr_1", now).perDay).toBe(Infinity);
  expect(risk.clicks("pyr_1", instant(now + 2 * day)).perDay).toBe(0);
});
