import { day, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findUnusual, type SeenPayment } from "./findUnusual.ts";

const since = instant(100 * day);
const some = (count: number, price: bigint, at: number, merchant = "m"): SeenPayment[] =>
  Array.from({ length: count }, () => ({ merchant, price, at: instant(at) }));
const before = (count: number, price: bigint) => some(count, price, 99 * day);
const now = (count: number, price: bigint) => some(count, price, 101 * day);

test.each([
  ["half as much again", [...before(5, 40_000n), ...now(3, 60_000n)], [40_000n, 60_000n]],
  ["a little more", [...before(5, 40_000n), ...now(3, 59_999n)], null],
  [
    "one dear one among cheap ones",
    [...before(5, 40_000n), ...now(4, 40_000n), ...now(1, 900_000n)],
    null,
  ],
  ["too few before", [...before(4, 40_000n), ...now(3, 90_000n)], null],
  ["too few now", [...before(5, 40_000n), ...now(2, 90_000n)], null],
  ["cheaper", [...before(5, 40_000n), ...now(3, 10_000n)], null],
])("a price rise: %s", (_what, payments, rise) => {
  expect(findUnusual(payments, { since, smallUpTo: 50_000n })).toEqual(
    rise === null ? [] : [{ kind: "price-rise", merchant: "m", from: rise[0], to: rise[1] }],
  );
});

test("thirty small charges of one site in a week are many; twenty-nine, or of two sites, are not", () => {
  expect(findUnusual(now(30, 50_000n), { since, smallUpTo: 50_000n })).toEqual([
    { kind: "many-small", merchant: "m", count: 30, sum: 1_500_000n },
  ]);
  const two = [...now(29, 50_000n), ...some(29, 50_000n, 101 * day, "n"), ...now(9, 50_001n)];
  expect(findUnusual(two, { since, smallUpTo: 50_000n })).toEqual([]);
});

test("what was long ago alone is never unusual, and merchants do not mix", () => {
  const payment = fc.record({
    merchant: fc.constantFrom("a", "b"),
    price: fc.bigInt({ min: 1n, max: 1_000_000n }),
    at: fc.integer({ min: 60 * day, max: 107 * day }).map(instant),
  });
  fc.assert(
    fc.property(fc.array(payment, { maxLength: 120 }), (payments) => {
      const old = payments.filter(({ at }) => at < since);
      expect(findUnusual(old, { since, smallUpTo: 50_000n })).toEqual([]);
      const apart = ["a", "b"].flatMap((each) =>
        findUnusual(
          payments.filter(({ merchant }) => merchant === each),
          { since, smallUpTo: 50_000n },
        ),
      );
      const together = findUnusual(payments, { since, smallUpTo: 50_000n });
      expect(together).toHaveLength(apart.length);
      for (const found of apart) expect(together).toContainEqual(found);
    }),
  );
});
