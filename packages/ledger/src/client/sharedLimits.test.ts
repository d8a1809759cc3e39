import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hrtime } from "node:process";
import { Worker } from "node:worker_threads";
import { systemClock, uintBytes } from "@farthing/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Came, Wanted } from "../contract/payingLoop.ts";
import { named, openShop } from "../contract/shop.ts";
import { noFault } from "../contract/withFolder.ts";
import type { Entry, LimitChange } from "../entry.ts";
import { deriveEntryId } from "../entryId.ts";
import type { Ledger } from "../ledger.ts";
import { verifyLedger } from "../verify/verifyLedger.ts";
import { openLedger } from "./openLedger.ts";

const loops = 3;
const runs = 30;
const folder = mkdtempSync(join(tmpdir(), "farthing-loops-"));
let ledger: Ledger;
let workers: Worker[];
/** Every run has limits and payments that no other run has. */
let numbers = 0;
const next = () => (numbers += 1);

beforeAll(async () => {
  ledger = await openLedger({ folder, onFault: noFault });
  await ledger.submitEntry(openShop("ann", systemClock.now()));
  const script = new URL("../contract/payingLoop.ts", import.meta.url);
  workers = Array.from({ length: loops }, () => {
    const port = ledger.connect();
    return new Worker(script, { workerData: { folder, port }, transferList: [port] });
  });
  await Promise.all(workers.map((worker) => once(worker, "message")));
}, 120_000);

afterAll(async () => {
  for (const worker of workers) worker.postMessage(null);
  await Promise.all(workers.map((worker) => once(worker, "exit")));
  await ledger.close();
  expect((await verifyLedger({ folder })).faults).toEqual([]);
  rmSync(folder, { recursive: true });
}, 120_000);

/** A payment as chance makes it: how much, and which of three limits it counts against. */
const payment = fc.record({
  amount: fc.bigInt(0n, 40n),
  limits: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 }),
});
type Chosen = typeof payment extends fc.Arbitrary<infer One> ? One : never;
const list = fc.array(payment, { minLength: 1, maxLength: 12 });
const plan = fc.record({
  max: fc.tuple(fc.bigInt(0n, 300n), fc.bigInt(0n, 300n), fc.bigInt(0n, 300n)),
  /** What each loop pays at once while the limits change, and after they did. */
  during: fc.tuple(list, list, list),
  after: fc.tuple(list, list, list),
  frozen: fc.nat(2),
  edited: fc.nat(2),
  newMax: fc.bigInt(0n, 300n),
});

test(`${loops} loops pay against shared limits: none is ever passed, and a freeze beats every later click`, async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ max, during, after, frozen, edited, newMax }) => {
      const keys = max.map(() => named(`shared ${next()}`));
      await change(keys.map((key, at) => ({ key, set: { kind: "sum", max: max[at] ?? 0n } })));
      const from = ledger.head().seq;
      const paying = payAll(keys, during);
      await change([{ key: keys[edited]!, set: { kind: "sum", max: newMax } }]);
      await change([{ key: keys[frozen]!, close: true }]);
      const closedAt = hrtime.bigint();
      const came = [...(await paying), ...(await payAll(keys, after))];
      const late = came.filter(({ asked, limits }) => {
        return asked > closedAt && limits.includes(keys[frozen]!);
      });
      expect(
        late.filter(({ status }) => status !== "limit_closed" && status !== "limit_exceeded"),
      ).toEqual([]);
      expectWithin(keys, from);
      expectSums(keys, came);
    }),
    { numRuns: runs, endOnFailure: true },
  );
}, 240_000);

async function payAll(
  keys: readonly bigint[],
  lists: readonly (readonly Chosen[])[],
): Promise<Came[]> {
  const answers = lists.map(async (each, loop) => {
    const worker = workers[loop]!;
    const wanted: Wanted[] = each.map(({ amount, limits }) => ({
      number: next(),
      amount,
      limits: limits.map((at) => keys[at]!),
    }));
    worker.postMessage(wanted);
    const [came] = (await once(worker, "message")) as [Came[]];
    return came;
  });
  return (await Promise.all(answers)).flat();
}

async function change(limits: readonly LimitChange[]): Promise<void> {
  const time = systemClock.now();
  const key = uintBytes(BigInt(next()), 8);
  const id = deriveEntryId({ time, payer: named("owner"), key, leg: 0 });
  const entry: Entry = { id, time, limits, commitment: new Uint8Array(32) };
  expect((await ledger.submitEntry(entry)).status).toBe("created");
}

/** The journal, entry by entry: no use passes what its limit was at that moment, and none of a closed one is there. */
function expectWithin(keys: readonly bigint[], from: bigint): void {
  const state = new Map(keys.map((key) => [key, { max: 0n, used: 0n, closed: false }]));
  const entries = ledger.entriesAfter(from - 1n, 1_000);
  for (const { status, limits, uses } of entries) {
    if (status !== "created") continue;
    for (const one of limits) {
      if ("set" in one) state.get(one.key)!.max = one.set.max;
      if ("close" in one) state.get(one.key)!.closed = true;
    }
    for (const { key, amount } of uses) {
      const limit = state.get(key)!;
      limit.used += amount;
      expect(limit.closed).toBe(false);
      expect(limit.used).toBeLessThanOrEqual(limit.max);
    }
  }
}

/** What is stored as used is the sum of what the loops were told is created. */
function expectSums(keys: readonly bigint[], came: readonly Came[]): void {
  for (const [at, limit] of ledger.lookupLimits(keys).entries()) {
    const paid = came.filter(
      ({ status, limits }) => status === "created" && limits.includes(keys[at]!),
    );
    expect(limit?.used).toBe(paid.reduce((sum, { amount }) => sum + amount, 0n));
  }
}
