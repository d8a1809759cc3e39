import type { StatementLine } from "@farthing/protocol";
import { expect, test } from "vitest";
import { csvLine, csvOpening, csvRow } from "./csv.ts";

test.each([
  ["=1+1", "'=1+1"],
  ["+1 call", "'+1 call"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["＝1", "'＝1"],
  ["-0.050000", "-0.050000"],
  ["-2", "-2"],
  ['a, "b"', '"a, ""b"""'],
  ["two\nlines", '"two\nlines"'],
  ["a=b", "a=b"],
  ["", ""],
])("the cell %j is written %j", (text, cell) => {
  expect(csvRow([text, "end"])).toBe(`${cell},end\r\n`);
});

const asset = "PLAY/6" as const;
const line: StatementLine = {
  at: 1_795_000_000_123,
  transfer: "0".repeat(32),
  entry: "pay_00000000000000000000000000",
  kind: "plain",
  reason: "payment",
  returns: null,
  side: "debit",
  amount: { amount: "50000", asset },
  counterparty: "merchant",
  balance: { amount: "-5", asset },
  held: { amount: (1n << 100n).toString(), asset },
  payment: "pay_00000000000000000000000000",
  title: '=HYPERLINK("https://evil.example")',
  merchant: "@news",
};

test("a line says what moved, exactly, in one column or the other; what only holds moves nothing", () => {
  const tail = ",PLAY/6,pay_00000000000000000000000000,00000000000000000000000000000000\r\n";
  const title = '"\'=HYPERLINK(""https://evil.example"")"';
  const held = "1267650600228229401496703.205376";
  expect(csvLine(line, "Europe/Berlin")).toBe(
    `2026-11-18T12:06:40.123+01:00,payment,'@news,${title},0.050000,,${held},-0.000005${tail}`,
  );
  expect(csvLine({ ...line, side: "credit", returns: "refunded" }, "UTC")).toContain(
    `payment refunded,'@news,${title},,0.050000,`,
  );
  expect(csvLine({ ...line, kind: "pending" }, "UTC")).toContain(
    `payment pending,'@news,${title},,,`,
  );
});

test("the first row says what was there before", () => {
  const facts = {
    zone: "UTC",
    from: 0,
    to: 1,
    opening: { amount: "-1", asset },
    closing: line.balance,
  };
  expect(csvOpening(facts)).toBe(
    "1970-01-01T00:00:00.000+00:00,opening,,,,,,-0.000001,PLAY/6,,\r\n",
  );
});
