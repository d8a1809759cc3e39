import { instant } from "@farthing/core";
import { expect, test } from "vitest";
import type { Entry } from "../entry.ts";
import { expiredFlag, transferFlags } from "../flags.ts";
import { type FullEntry, fullEntry, fullTransfer } from "../fullEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import { execute } from "./execute.ts";
import { emptyState } from "./state.ts";

const ms = 1_800_000_000_000;
const start = { seq: 1n, timestamp: BigInt(ms) * 1_000_000n };
const commitment = new Uint8Array(32);

const asset = "PLAY/6";

function entry(number: bigint, parts: Omit<Entry, "id" | "time" | "commitment">): FullEntry {
  return fullEntry({ id: 64n * number, time: instant(ms), commitment, ...parts });
}

const opened = entry(1n, {
  accounts: [1n, 2n].map((id) => ({ id, asset, code: 1 })),
  transfers: [
    {
      debit: 1n,
      credit: 2n,
      amount: 5n,
      asset,
      code: 1,
      flags: transferFlags.pending,
      timeout: 10,
    },
  ],
});

const submission = (one: FullEntry) => ({ entry: one, bytes: encodeEntry(one) });

test("a hold does not expire before its time, not even for the engine", () => {
  const expiry = { ...fullTransfer({ pendingId: 64n }), flags: expiredFlag };
  const early = { ...entry(2n, {}), transfers: [expiry] };
  const { results } = execute(emptyState(), [submission(opened), submission(early)], start);
  expect(results[1]).toMatchObject({ recorded: { status: "pending_transfer_not_expired" } });
});

test("a batch gives each recorded entry its own place and time, a repeated one neither", () => {
  const other = entry(3n, {});
  const batch = [opened, opened, other].map(submission);
  const { results, effects } = execute(emptyState(), batch, start);
  expect(results[1]).toMatchObject({ replayed: { status: "exists" } });
  expect(effects.recorded.map(({ seq }) => seq)).toEqual([1n, 2n]);
  // Two accounts and a transfer have a time of their own each; the entry's is its last event's.
  expect(effects.recorded.map(({ timestamp }) => timestamp - start.timestamp)).toEqual([2n, 3n]);
  const opens = [...effects.books.accounts.changed.keys()].map(({ timestamp }) => timestamp);
  expect(opens).toEqual([start.timestamp, start.timestamp + 1n]);
});

test("a refused entry leaves no trace among the effects", () => {
  const refused = entry(4n, {
    accounts: [{ id: 9n, asset, code: 1 }],
    claims: [7n],
    counters: [{ key: 8n, open: true }],
    limits: [{ key: 6n, set: { kind: "sum", max: 1n } }],
    uses: [{ key: 6n, amount: 2n }],
  });
  const state = emptyState();
  const { results, effects } = execute(state, [submission(refused)], start);
  expect(results[0]).toMatchObject({
    recorded: { status: "limit_exceeded", at: { part: "use", index: 0, key: 6n, available: 1n } },
  });
  const { accounts, limits, claims, counters, holds } = effects.books;
  for (const table of [accounts, limits, claims, counters, holds]) {
    expect(table.changed.size).toBe(0);
  }
  expect(state.accounts.size + state.limits.size + state.claims.size).toBe(0);
});

test.each([
  [
    "limit",
    {
      limits: [
        { key: 5n, set: { kind: "sum", max: 1n } },
        { key: 6n, reset: true },
      ],
    },
    6n,
  ],
  [
    "counter",
    {
      counters: [
        { key: 5n, open: true },
        { key: 6n, use: 1n },
      ],
    },
    6n,
  ],
] satisfies [string, Partial<Entry>, bigint][])(
  "a refusal names the part that it comes from: %s",
  (part, parts, key) => {
    const { results } = execute(emptyState(), [submission(entry(5n, parts))], start);
    expect(results[0]).toMatchObject({
      recorded: { status: `${part}_not_found`, at: { part, index: 1, key } },
    });
  },
);
