import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTypedAmount, readMoney, showMoney, typedAmount } from "./money.ts";

test("money is shown in the one format, in both languages", () => {
  expect(showMoney({ amount: "50000", asset: "PLAY/6" }, "en")).toBe("$0.05");
  expect(showMoney({ amount: "2500", asset: "PLAY/6" }, "en")).toBe("$0.0025");
  expect(showMoney({ amount: "50000", asset: "PLAY/6" }, "de")).toBe("0,05\u00a0$");
});

test("what is no money is a bug, not an amount", () => {
  expect(() => readMoney({ amount: "-1", asset: "PLAY/6" })).toThrow("the server sends money");
  expect(() => readMoney({ amount: "1", asset: "play" })).toThrow("the server sends money");
});

test("every amount that is written into a field reads back as itself", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 999_999_999_999_999_999n), (amount) => {
      for (const language of ["en", "de"] as const) {
        const typed = typedAmount({ amount, asset: "PLAY/6" }, language);
        expect(parseTypedAmount(typed, "PLAY/6")).toBe(amount);
      }
    }),
  );
});

test("no text that is typed makes it throw", () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const amount = parseTypedAmount(typed, "PLAY/6");
      expect(amount === null || amount >= 0n).toBe(true);
    }),
  );
});
