import { expect, test } from "vitest";
import { spellMoney } from "./spellMoney.ts";

test.each([
  ["PLAY/6", 420_000n, "$0.42 of play money", "0,42 $ Spielgeld"],
  ["USD/6", 420_000n, "$0.42", "0,42 $"],
  ["EUR/2", 123_456n, "€1,234.56", "1.234,56 €"],
  ["POINTS/0", 7n, "7 of POINTS/0", "7 POINTS/0"],
  ["no asset", 7n, "7 of no asset", "7 no asset"],
  // All that is owed may be more than one payment can be.
  [
    "PLAY/6",
    10n ** 26n,
    "$100,000,000,000,000,000,000.00 of play money",
    "100.000.000.000.000.000.000,00 $ Spielgeld",
  ],
])("%s %s", (asset, amount, en, de) => {
  // German sets a space before the sign that does not break.
  const said = (["en", "de"] as const).map((language) => spellMoney({ amount, asset }, language));
  expect(said.map((text) => text.replaceAll("\u00a0", " "))).toEqual([en, de]);
});
