import { newId, systemClock, toBase64url } from "@farthing/core";
import { expect, test } from "vitest";
import { defaultPolicy, type ReasonCode } from "@farthing/risk";
import { decidedText, readDecided, readReasons } from "./decidedBy.ts";
import { memoBytes, memoBytesMax, type PaymentMemo, readMemo, readPaymentMemo } from "./memo.ts";

const now = systemClock.now();
const hash = toBase64url(new Uint8Array(32));

/** The longest names that a policy may have, and everything that a score can say at its heaviest. */
const longestBy = decidedText({
  policy: "p".repeat(40),
  row: "r".repeat(40),
  band: "raised",
  trust: "trusted",
  counter: "clicks-per-10min",
  gesture: "U+notice",
  reasons: (Object.keys(defaultPolicy.scoring.weights) as ReasonCode[]).map((code) => ({
    code,
    weight: 1_000,
  })),
});

/** The longest of everything that an offer and an approval can hold. */
function longest(title: string): PaymentMemo {
  return {
    v: 1,
    kind: "payment",
    payer: newId("payer", now),
    merchant: newId("merchant", now),
    allowance: newId("allowance", now),
    device: hash,
    grant: newId("grant", now),
    offer: hash,
    resource: `https://news.example/${"x".repeat(279)}`,
    title,
    access: "own",
    visitor: hash,
    amount: "9223372036854775807",
    fee: "9223372036854775807",
    asset: "ABCDEFGH/12",
    gesture: "passkey",
    by: longestBy,
    undoMs: 0,
    holdMs: 86_400_000,
    notice: true,
    time: now,
  };
}

test("a memo is read back as it was written", () => {
  const memo = { ...longest("An article"), by: "farthing-2 to-1 low trusted - C -" };
  expect(readPaymentMemo(memoBytes(memo))).toEqual(memo);
});

test.each([
  "é".repeat(80),
  "a".repeat(120),
  '"'.repeat(120),
  "\\".repeat(120),
  "\u{1F4B0}".repeat(40),
])("fits 1 KiB whatever the title: %s", (title) => {
  const bytes = memoBytes(longest(title));
  expect(bytes.length).toBeLessThanOrEqual(memoBytesMax);
  const back = readPaymentMemo(bytes);
  expect(title.startsWith(back.title.replace(/…$/, ""))).toBe(true);
  expect(readDecided(back.by)).toEqual(readDecided(longestBy));
  expect({ ...back, title, by: longestBy }).toEqual(longestLike(back, title));
});

test("the end of a long title goes before what decided", () => {
  const memo = { ...longest('"'.repeat(120)), by: "farthing-2 to-1 low trusted - C new-device:30" };
  const back = readPaymentMemo(memoBytes(memo));
  expect([back.title, back.by]).toEqual([`${'"'.repeat(40)}…`, memo.by]);
  expect(readReasons(back.by)).toEqual([{ code: "new-device", weight: 30 }]);
});

function longestLike({ payer, merchant, allowance, grant, time }: PaymentMemo, title: string) {
  return { ...longest(title), payer, merchant, allowance, grant, time };
}

test("what is not a memo is a bug, not a guess", () => {
  expect(() => readMemo(new TextEncoder().encode('{"v":2,"kind":"payment"}'))).toThrow(
    "Invalid input",
  );
});
