import { expect, test } from "vitest";
import { accountFlags } from "../flags.ts";
import { newAccount, newLimit } from "../records.testing.ts";
import { assertBooks } from "./assertBooks.ts";
import { type Account, emptyState, type Limit, openBooks } from "./state.ts";

const { debitsMustNotExceedCredits, creditsMustNotExceedDebits } = accountFlags;

/** Asserts a batch that changed these; what an account was before it stands beside it. */
function check(accounts: readonly [Account, Account | null][], limits: readonly Limit[] = []) {
  const books = openBooks(emptyState());
  for (const [after, before] of accounts) books.accounts.changed.set(after, before);
  for (const one of limits) books.limits.changed.set(one, null);
  return () => assertBooks(books);
}

/** What account 1 is after the batch; account 2 is its mirror image, so that the sums are right. */
function pair(changes: Partial<Account>): [Account, null][] {
  const one = newAccount(1n, changes);
  const mirror = newAccount(2n, {
    debitsPending: one.creditsPending,
    debitsPosted: one.creditsPosted,
    creditsPending: one.debitsPending,
    creditsPosted: one.debitsPosted,
  });
  return [
    [one, null],
    [mirror, null],
  ];
}

test.each([
  ["nothing pending is negative", { debitsPending: -1n }],
  ["nothing pending is negative", { creditsPending: -1n }],
  ["nothing posted is negative", { debitsPosted: -1n }],
  ["nothing posted is negative", { creditsPosted: -1n }],
  [
    "debits do not exceed credits",
    { flags: debitsMustNotExceedCredits, debitsPosted: 6n, creditsPosted: 5n },
  ],
  [
    "debits do not exceed credits",
    { flags: debitsMustNotExceedCredits, debitsPending: 3n, debitsPosted: 3n, creditsPosted: 5n },
  ],
  [
    "credits do not exceed debits",
    { flags: creditsMustNotExceedDebits, creditsPosted: 6n, debitsPosted: 5n },
  ],
  [
    "credits do not exceed debits",
    { flags: creditsMustNotExceedDebits, creditsPending: 3n, creditsPosted: 3n, debitsPosted: 5n },
  ],
] satisfies [string, Partial<Account>][])("%s: %o", (sentence, changes) => {
  expect(check(pair(changes))).toThrow(sentence);
});

test("an account at its edge is one", () => {
  const edge = { debitsPending: 2n, debitsPosted: 3n, creditsPosted: 5n };
  expect(check(pair({ flags: debitsMustNotExceedCredits, ...edge }))).not.toThrow();
});

test.each([
  ["posted", [newAccount(1n, { debitsPosted: 5n }), null]],
  ["pending", [newAccount(1n, { debitsPending: 5n }), null]],
  [
    "posted since before",
    [newAccount(1n, { debitsPosted: 5n }), newAccount(1n, { debitsPosted: 4n })],
  ],
  [
    "pending since before",
    [newAccount(1n, { creditsPending: 5n }), newAccount(1n, { creditsPending: 4n })],
  ],
  [
    "pending debits since before",
    [newAccount(1n, { debitsPending: 5n }), newAccount(1n, { debitsPending: 4n })],
  ],
] satisfies [string, [Account, Account | null]][])("debits equal credits: %s", (_, one) => {
  expect(check([one])).toThrow("debits equal credits, per asset");
});

test("debits of one asset do not make up for another's credits", () => {
  const debited = newAccount(1n, { debitsPosted: 5n });
  const credited = newAccount(2n, { creditsPosted: 5n, asset: "USD/6" });
  const broken = check([
    [debited, null],
    [credited, null],
  ]);
  expect(broken).toThrow("debits equal credits, per asset");
});

test("what was there before a batch is not the batch's", () => {
  const before = newAccount(1n, { debitsPending: 7n, debitsPosted: 9n });
  const after = newAccount(1n, { debitsPending: 8n, debitsPosted: 10n });
  const credited = newAccount(2n, { creditsPending: 1n, creditsPosted: 1n });
  const whole = check([
    [after, before],
    [credited, null],
  ]);
  expect(whole).not.toThrow();
});

test.each([
  ["nothing used is negative", { used: -1n }],
  [
    "a limit's buckets sum to what is used",
    { used: 3n, window: { bucketMs: 1_000, buckets: 2 }, buckets: [[1, 2n]] },
  ],
] satisfies [string, Partial<Limit>][])("%s", (sentence, changes) => {
  expect(check([], [newLimit(changes)])).toThrow(sentence);
});

test("a limit's use is the sum of its buckets", () => {
  const window = { bucketMs: 1_000, buckets: 2 };
  const one = newLimit({
    used: 5n,
    window,
    buckets: [
      [1, 2n],
      [2, 3n],
    ],
  });
  expect(check([], [one])).not.toThrow();
});
