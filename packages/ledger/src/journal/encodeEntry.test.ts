import { amountMax, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FullEntry } from "../fullEntry.ts";
import { decodeEntry } from "./decodeEntry.ts";
import { encodeEntry } from "./encodeEntry.ts";

const u128 = fc.bigInt(0n, (1n << 128n) - 1n);
const amount = fc.bigInt(0n, amountMax);
const time = fc.nat({ max: Number.MAX_SAFE_INTEGER }).map(instant);
const ref = fc.record({ entry: u128, index: fc.nat({ max: 63 }) });
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((one) => Buffer.from(one));
const yes = fc.constant<true>(true);
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 4 });

const transfer = fc.oneof(
  fc.record(
    {
      debit: u128,
      credit: u128,
      amount,
      asset: fc.constantFrom("PLAY/6" as const, "USD/2" as const),
      code: fc.nat(),
      pending: fc.record({ timeoutSeconds: fc.nat() }),
      closes: fc.constantFrom("debit" as const, "credit" as const),
    },
    { requiredKeys: ["debit", "credit", "amount", "asset", "code"] },
  ),
  fc.record({ post: ref, amount }, { requiredKeys: ["post"] }),
  fc.record({ void: ref }),
  fc.record({ expire: ref }),
);

const limit = fc.oneof(
  fc.record({
    key: u128,
    set: fc.record(
      {
        kind: fc.constantFrom("sum" as const, "each" as const),
        max: amount,
        window: fc.record({ bucketMs: fc.nat(), buckets: fc.nat() }),
        expiresAt: time,
      },
      { requiredKeys: ["kind", "max"] },
    ),
  }),
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
  code: fc.nat(),
  flags: fc.nat(),
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
      expect(decodeEntry(encodeEntry(one))).toEqual(one);
    }),
  );
});
