import type { PaymentView } from "@farthing/protocol";
import { expect, test } from "vitest";
import { byDay } from "./byDay.ts";

function paidAt(text: string): PaymentView {
  return {
    id: "pay_1",
    kind: "payment",
    status: "captured",
    merchant: "The Newsstand",
    program: null,
    title: text,
    resource: "http://127.0.0.1:4021/a",
    amount: { amount: "1", asset: "PLAY/6" },
    givenBack: { amount: "0", asset: "PLAY/6" },
    at: new Date(text).getTime(),
    reversedAt: null,
    heldUntil: null,
    released: null,
  };
}

test("payments are parted at midnight where the reader is, newest first", () => {
  const days = byDay(
    [
      "2026-11-23T00:00:01",
      "2026-11-22T23:59:59",
      "2026-11-22T08:00:00",
      "2026-10-01T12:00:00",
    ].map(paidAt),
  );
  expect(days.map(({ key, payments }) => [key, payments.length])).toEqual([
    ["2026-11-23", 1],
    ["2026-11-22", 2],
    ["2026-10-01", 1],
  ]);
  expect(byDay([])).toEqual([]);
});
