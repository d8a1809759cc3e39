import { amountMax, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FullEntry, FullTransfer } from "../fullEntry.ts";
import { decodeEntry } from "./decodeEntry.ts";
import { encodeEntry } from "./encodeEntry.ts";

const u128 = fc.bigInt(0n, (1n << 128n) - 1n);
const amount = fc.bigInt(0n, amountMax);
const time = fc.nat({ max: Number.MAX_SAFE_INTEGER }).map(instant);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const yes = fc.constant<true>(true);
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 4 });

const u16 = fc.nat({ max: 65_535 });
const callerData = {
  userData128: fc.oneof(fc.constant(0n), u128),
  userData64: fc.bigInt(0n, (1n << 64n) - 1n),
  userData32: fc.nat({ max: 2 ** 32 - 1 }),
};

const transfer: fc.Arbitrary<FullTransfer> = fc.record({
  debit: fc.oneof(fc.constant(0n), u128),
  credit: u128,
  amount: fc.oneof(amount, u128),
  asset: fc.constantFrom("PLAY/6" as const, "USD/2" as const, "" as const),
  code: u16,
  flags: fc.nat({ max: 2 ** 17 - 1 }),
  pendingId: fc.oneof(fc.constant(0n), u128),
  timeout: fc.nat({ max: 2 ** 32 - 1 }),
  ...callerData,
});

const terms = fc.record(
  {
    kind: fc.constantFrom("sum" as const, "each" as const),
    max: amount,
    window: fc.record({ bucketMs: fc.nat(), buckets: fc.nat({ max: 64 }) }),
    expiresAt: time,
  },
  { requiredKeys: ["kind", "max"] },
);

const limit = fc.oneof(
  fc.record({ key: u128, open: terms }),
  fc.record({ key: u128, set: terms }),
  fc.record({ key: u128, reset: yes }),
  fc.record({ key: u128, close: yes }),
  fc.record({ key: u128, reopen: yes }),
);

const counter = fc.oneof(
  fc.record({ key: u128, open: yes }),
  fc.record({ key: u128, use: amount }),
  fc.record({ key: u128, close: yes }),
);

const account = fc.record({
  id: u128,
  asset: fc.constant("PLAY/6" as const),
  code: u16,
  flags: u16,
  ...callerData,
});

const entry: fc.Arbitrary<FullEntry> = fc.record({
  id: u128,
  time,
  accounts: list(account),
  transfers: list(transfer),
  limits: list(limit),
  uses: list(fc.record({ key: u128, amount })),
  gives: list(fc.record({ key: u128, amount, usedAt: amount })),
  claims: list(u128),
  releases: list(fc.record({ key: u128, holder: u128 })),
  counters: list(counter),
  memo: bytes(9),
  commitment: bytes(32),
  facts: fc.option(bytes(32)),
});

test("what the journal stores is the entry, to the last bit", () => {
  fc.assert(
    fc.property(entry, (one) => {
      const read = decodeEntry(encodeEntry(one));
      expect(read).toEqual(one);
      expect(encodeEntry(read)).toEqual(encodeEntry(one));
    }),
  );
});
