import fc from "fast-check";
import { expect, test } from "vitest";
import type { SqlIn } from "./driver.ts";
import { rowSum } from "./rowSum.ts";

const int = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);
const column: fc.Arbitrary<SqlIn> = fc.oneof(
  int,
  fc.constantFrom(0n, 1n, 2n ** 32n, -1n),
  fc.constant(null),
  fc.string({ maxLength: 12 }),
  fc.uint8Array({ maxLength: 40 }),
);

test("a number has the sum of the same bigint: what is written and what is read agree", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(rowSum([BigInt(value)])).toBe(rowSum([value]));
    }),
  );
});

test("no bit of an integer or of bytes falls over unseen", () => {
  fc.assert(
    fc.property(fc.array(column, { maxLength: 8 }), int, fc.nat({ max: 63 }), (row, value, bit) => {
      const other = BigInt.asIntN(64, value ^ (1n << BigInt(bit)));
      expect(rowSum([...row, other, ...row])).not.toBe(rowSum([...row, value, ...row]));
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (bytes, place) => {
      const other = Uint8Array.from(bytes);
      const at = place % bytes.length;
      other[at] = (other[at] ?? 0) ^ (1 << (place % 8));
      expect(rowSum([other])).not.toBe(rowSum([bytes]));
    }),
  );
});
