import { newId, systemClock, toBase64url } from "@farthing/core";
import { expect, test } from "vitest";
import { memoBytes, memoBytesMax, type PaymentMemo, readMemo, readPaymentMemo } from "./memo.ts";

const now = systemClock.now();
const hash = toBase64url(new Uint8Array(32));

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
    time: now,
  };
}

test("a memo is read back as it was written", () => {
  const memo = longest("An article");
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
  expect({ ...back, title }).toEqual(longestLike(back, title));
});

function longestLike({ payer, merchant, allowance, grant, time }: PaymentMemo, title: string) {
  return { ...longest(title), payer, merchant, allowance, grant, time };
}

test("what is not a memo is a bug, not a guess", () => {
  expect(() => readMemo(new TextEncoder().encode('{"v":2,"kind":"payment"}'))).toThrow(
    "Invalid input",
  );
});
