import { hour, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NaiveLedger } from "../contract/naiveLedger.ts";
import type { Entry, LimitChange, LimitTerms, TransferInput } from "../entry.ts";
import { accountFlags, amountAll, expiredFlag, transferFlags } from "../flags.ts";
import { type FullEntry, fullEntry, fullTransfer } from "../fullEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import { execute } from "./execute.ts";
import { creditsAvailable } from "./moveMoney.ts";
import { emptyState, type State } from "./state.ts";
import { availableAt } from "./window.ts";

const start = 1_800_000_000_000;
const accounts = [10n, 11n, 12n, 13n, 14n];
/** Not opened with the others: whoever opens it first makes it what it is. */
const missingAtFirst = 25n;
const limits: readonly { key: bigint; terms: Omit<LimitTerms, "max"> }[] = [
  { key: 20n, terms: { kind: "each" } },
  { key: 21n, terms: { kind: "sum" } },
  { key: 22n, terms: { kind: "sum", window: { bucketMs: hour, buckets: 3 } } },
  { key: 23n, terms: { kind: "sum", window: { bucketMs: 1_000, buckets: 1 } } },
  { key: 24n, terms: { kind: "sum", expiresAt: instant(start + 5 * hour) } },
  { key: missingAtFirst, terms: { kind: "sum" } },
];

const amount = fc.bigInt(0n, 12n);
const account = fc.constantFrom(...accounts);
const limitKey = fc.constantFrom(...limits.map((one) => one.key));
const few = <T>(item: fc.Arbitrary<T>, max: number) => fc.array(item, { maxLength: max });
const earlier = fc.nat({ max: 12 });

/** The part in one of four commands: an entry with everything in it is always refused. */
function maybe<T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: part });
}

/** What makes nearly every command that has it fail. */
function rarely<T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: part });
}

const { pending, balancingDebit, balancingCredit, closingDebit, closingCredit } = transferFlags;

const move = fc
  .record({
    debit: account,
    credit: account,
    amount: fc.oneof({ weight: 6, arbitrary: amount }, fc.constant(amountAll)),
    code: fc.constantFrom(1, 1, 1, 2),
    seconds: maybe(fc.constantFrom(0, 1, 4_000)),
    balancing: fc.constantFrom(
      0,
      0,
      balancingDebit,
      balancingCredit,
      balancingDebit | balancingCredit,
    ),
    closing: fc.oneof(
      { weight: 30, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(closingDebit, closingCredit) },
    ),
  })
  .filter(({ debit, credit }) => debit !== credit)
  // An amount without bound only where the balance bounds it: the naive ledger knows no overflow.
  .filter(({ amount: sum, balancing }) => sum !== amountAll || balancing !== 0);

const limitChange = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      limit: fc.constantFrom(...limits),
      max: fc.bigInt(0n, 40n),
      verb: fc.constantFrom("set" as const, "set" as const, "open" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ key: limitKey, reset: fc.constant<true>(true) }) },
  { weight: 1, arbitrary: fc.record({ key: limitKey, close: fc.constant<true>(true) }) },
  { weight: 2, arbitrary: fc.record({ key: limitKey, reopen: fc.constant<true>(true) }) },
);

const counterKey = fc.constantFrom(30n, 31n);
const counterChange = fc.oneof(
  { weight: 4, arbitrary: fc.record({ key: counterKey, use: fc.bigInt(0n, 150n) }) },
  { weight: 2, arbitrary: fc.record({ key: counterKey, open: fc.constant<true>(true) }) },
  { weight: 1, arbitrary: fc.record({ key: fc.constant(31n), close: fc.constant<true>(true) }) },
);

/** One entry, whose references to earlier entries are drawn as "so many back". */
const command = fc.record({
  retryOf: maybe(earlier),
  moves: few(move, 2),
  settle: maybe(
    fc.record({
      back: fc.nat({ max: 3 }),
      // Mostly a hold; else any transfer, and the place after it.
      place: rarely(fc.nat({ max: 1 })),
      amount: maybe(amount),
      voids: fc.boolean(),
      debit: rarely(account),
      code: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2),
    }),
  ),
  changes: few(limitChange, 1),
  uses: few(fc.record({ key: limitKey, amount }), 2),
  undo: maybe(earlier),
  claims: maybe(fc.constantFrom(40n, 41n, 42n)),
  release: maybe(fc.record({ key: fc.constantFrom(40n, 41n, 42n), back: earlier })),
  counters: maybe(counterChange),
});

const batch = fc.record({
  waitMs: fc.constantFrom(0, 1, 500, 1_000, 1_800_000, hour, 5 * hour),
  commands: fc.array(command, { minLength: 1, maxLength: 4 }),
});

type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

interface Done {
  readonly entry: Entry;
  readonly timestamp: bigint;
  readonly created: boolean;
}

function settleOf(settle: NonNullable<Command["settle"]>, done: readonly Done[]): TransferInput[] {
  const holds = done.flatMap(({ entry, created }) =>
    (entry.transfers ?? []).flatMap(({ flags = 0 }, at) =>
      created && flags & pending ? [entry.id + BigInt(at)] : [],
    ),
  );
  const moved = done.filter(({ entry }) => (entry.transfers?.length ?? 0) > 0);
  const { place } = settle;
  const named = place === null ? holds : moved.map(({ entry }) => entry.id + BigInt(place));
  const pendingId = named.at(-1 - (settle.back % Math.max(1, named.length)));
  if (pendingId === undefined) return [];
  const { postPendingTransfer, voidPendingTransfer } = transferFlags;
  const flags = settle.voids ? voidPendingTransfer : postPendingTransfer;
  const sum = settle.amount === null ? {} : { amount: settle.amount };
  const debit = settle.debit === null ? {} : { debit: settle.debit };
  return [{ flags, pendingId, code: settle.code, ...sum, ...debit }];
}

function entryOf(drawn: Command, id: bigint, ms: number, done: readonly Done[]): Entry {
  const back = (steps: number) => done.at(-1 - steps);
  const repeated = drawn.retryOf === null ? undefined : back(drawn.retryOf)?.entry;
  if (repeated !== undefined) return repeated;
  const moves = drawn.moves.map((one): TransferInput => {
    const { debit, credit, amount: sum, code, seconds, balancing, closing } = one;
    const moved = { debit, credit, amount: sum, asset: "PLAY/6", code } as const;
    if (seconds === null) return { ...moved, flags: balancing };
    return { ...moved, flags: pending | balancing | closing, timeout: seconds };
  });
  const undone = drawn.undo === null ? undefined : back(drawn.undo);
  const { release } = drawn;
  const held = release === null ? undefined : back(release.back);
  return {
    id,
    time: instant(ms),
    transfers: [...moves, ...(drawn.settle === null ? [] : settleOf(drawn.settle, done))],
    limits: drawn.changes.map((change): LimitChange => {
      if (!("limit" in change)) return change;
      const { key, terms } = change.limit;
      const wanted = { ...terms, max: change.max };
      return change.verb === "open" ? { key, open: wanted } : { key, set: wanted };
    }),
    uses: drawn.uses,
    gives: (undone?.entry.uses ?? []).map((use) => ({ ...use, usedAt: undone?.timestamp ?? 0n })),
    claims: drawn.claims === null ? [] : [drawn.claims],
    releases: held && release ? [{ key: release.key, holder: held.entry.id }] : [],
    counters: drawn.counters === null ? [] : [drawn.counters],
    commitment: new Uint8Array(32),
  };
}

/** The rules as the writer runs them: expiries first, then whole batches. */
class Rules {
  readonly state: State = emptyState();
  #seq = 0n;
  #timestamp = 0n;

  run(batchEntries: readonly FullEntry[], ms: number) {
    const told = BigInt(ms) * 1_000_000n;
    const timestamp = told > this.#timestamp ? told : this.#timestamp + 1n;
    const submissions = batchEntries.map((entry) => ({ entry, bytes: encodeEntry(entry) }));
    const executed = execute(this.state, submissions, { seq: this.#seq + 1n, timestamp });
    const { recorded } = executed.effects;
    this.#seq += BigInt(recorded.length);
    this.#timestamp = recorded.at(-1)?.timestamp ?? this.#timestamp;
    return executed.results;
  }

  expire(ms: number): void {
    const now = BigInt(ms) * 1_000_000n;
    const due = [...this.state.holds.values()].filter(
      ({ status, expiresAt }) => status === "pending" && expiresAt !== null && expiresAt <= now,
    );
    if (due.length === 0) return;
    const commitment = new Uint8Array(32);
    const id = (1n << 100n) + 64n * this.#seq;
    const base = fullEntry({ id, time: instant(ms), commitment });
    const expiry = { ...fullTransfer({}), flags: expiredFlag };
    this.run([{ ...base, transfers: due.map((hold) => ({ ...expiry, pendingId: hold.id })) }], ms);
  }
}

const { debitsMustNotExceedCredits, creditsMustNotExceedDebits } = accountFlags;
const flagsOf = new Map([
  [10n, debitsMustNotExceedCredits],
  [11n, debitsMustNotExceedCredits],
  [14n, creditsMustNotExceedDebits],
]);

const opening: Entry = {
  id: 64n,
  time: instant(start),
  accounts: accounts.map((id) => ({
    id,
    asset: "PLAY/6",
    code: 1,
    flags: flagsOf.get(id) ?? 0,
  })),
  transfers: [{ debit: 13n, credit: 10n, amount: 40n, asset: "PLAY/6", code: 1 }],
  limits: limits
    .filter(({ key }) => key !== missingAtFirst)
    .map(({ key, terms }) => ({ key, set: { ...terms, max: 40n } })),
  counters: [30n, 31n].map((key) => ({ key, open: true })),
  commitment: new Uint8Array(32),
};

function agree(rules: Rules, naive: NaiveLedger, ms: number): void {
  for (const id of accounts) {
    const kept = rules.state.accounts.get(id);
    expect(kept && creditsAvailable(kept)).toBe(naive.balance(id, ms));
  }
  for (const { key } of limits) {
    const kept = rules.state.limits.get(key);
    expect(kept === undefined ? null : availableAt(kept, ms)).toBe(naive.available(key, ms));
  }
  for (const key of [40n, 41n, 42n]) {
    expect(rules.state.claims.get(key)?.holder ?? null).toBe(naive.holder(key));
  }
}

// Fewer draws and always the same where each mutant of the rules is tried.
const numRuns = Number(process.env["FARTHING_MODEL_RUNS"] ?? 1_500);
const seed = process.env["FARTHING_MODEL_SEED"];

test("the rules and a naive second implementation give the same answers and balances", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(batch, { minLength: 3, maxLength: 14 }), (batches) => {
      const [rules, naive] = [new Rules(), new NaiveLedger()];
      const done: Done[] = [];
      let ms = start;
      let nextId = 64n;
      rules.run([fullEntry(opening)], ms);
      naive.submit(opening, BigInt(ms) * 1_000_000n);
      for (const { waitMs, commands } of batches) {
        ms += waitMs;
        rules.expire(ms);
        const entries = commands.map((one) => entryOf(one, (nextId += 64n), ms, done));
        const results = rules.run(entries.map(fullEntry), ms);
        for (const [at, entry] of entries.entries()) {
          const result = results[at];
          const decided = result && ("recorded" in result ? result.recorded : result.replayed);
          const timestamp = result && "recorded" in result ? result.recorded.timestamp : 0n;
          expect(decided?.status).toBe(naive.submit(entry, timestamp));
          seen.set(decided?.status ?? "", (seen.get(decided?.status ?? "") ?? 0) + 1);
          if (timestamp > 0n)
            done.push({ entry, timestamp, created: decided?.status === "created" });
        }
        agree(rules, naive, ms);
      }
    }),
    { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  );
  // The draw is worth something only if it reaches the answers.
  const reached = ["created", "exists", "exceeds_credits", "limit_exceeded", "limit_expired"];
  const rare = [
    "claim_taken",
    "claim_not_held",
    "counter_conflict",
    "pending_transfer_not_found",
    "pending_transfer_not_pending",
    "pending_transfer_already_posted",
    "pending_transfer_already_voided",
    "pending_transfer_expired",
    "pending_transfer_has_different_amount",
    "pending_transfer_has_different_code",
    "debit_account_already_closed",
    "exceeds_debits",
    "limit_closed",
    "limit_not_found",
  ];
  const all = numRuns < 1_500 ? reached : [...reached, ...rare];
  for (const status of all) expect(seen.get(status) ?? 0).toBeGreaterThan(0);
});
