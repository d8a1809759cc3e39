import fc from "fast-check";
import { expect, test } from "vitest";
import { amountMax, formatMoney, isAsset, parseAmount, splitFee } from "./money.ts";

test("one money format, sub-cent digits only as needed", () => {
  const shown = (amount: bigint, locale = "en") => formatMoney({ amount, asset: "PLAY/6" }, locale);
  expect(shown(50_000n)).toBe("$0.05");
  expect(shown(100n)).toBe("$0.0001");
  expect(shown(2_000_000n)).toBe("$2.00");
  expect(shown(0n)).toBe("$0.00");
  expect(shown(amountMax)).toBe("$9,223,372,036,854.775807");
  expect(shown(50_000n, "de")).toBe("0,05\u00a0$");
});

test("a wire amount is a short decimal integer, or nothing", () => {
  expect(parseAmount("0")).toBe(0n);
  expect(parseAmount("9223372036854775807")).toBe(amountMax);
  for (const bad of [
    "",
    "-1",
    "+1",
    "01",
    "1.0",
    "1e3",
    " 1",
    "9223372036854775808",
    "9".repeat(1_000_000),
  ]) {
    expect(parseAmount(bad)).toBeNull();
  }
});

test("any text is parsed or refused, never thrown on", () => {
  fc.assert(
    fc.property(
      fc.string(),
      (text) => typeof (parseAmount(text) ?? 0n) === "bigint" && typeof isAsset(text) === "boolean",
    ),
  );
});

test("fee and rest always sum to the whole, and the fee never rounds up", () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, amountMax),
      fc.integer({ min: 0, max: 10_000 }),
      (total, basisPoints) => {
        const { fee, rest } = splitFee(total, basisPoints);
        return fee + rest === total && fee * 10_000n <= total * BigInt(basisPoints);
      },
    ),
  );
});
