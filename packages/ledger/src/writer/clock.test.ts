import { type Clock, hour, instant, utf8 } from "@farthing/core";
import { beforeAll, expect, test } from "vitest";
import { openLedger } from "../client/openLedger.ts";
import { TurnedClock } from "../contract/ledgerStage.ts";
import { named, openShop, pay } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import type { Entry } from "../entry.ts";
import { deriveEntryId } from "../entryId.ts";
import { ClockWrong, OutcomeUnknown } from "../errors.ts";
import { transferFlags } from "../flags.ts";
import { Random } from "../power/random.ts";
import { SimulatedDisk } from "../power/simulatedDisk.ts";
import { loadSimulatedSqlite, type SimulatedSqlite } from "../power/simulatedVfs.ts";
import { openWasmLedger, type WasmLedger } from "../power/wasmLedger.ts";
import { auditDatabase } from "../verify/verifyLedger.ts";
import { steadyClock } from "./steadyClock.ts";

const start = 1_800_000_000_000;
const limit = named("a day's limit");
const max = 100n;
const window = { bucketMs: hour, buckets: 24 };

let simulated: SimulatedSqlite;
beforeAll(async () => {
  simulated = await loadSimulatedSqlite();
});

async function openAt(clock: Clock, disk = new SimulatedDisk(new Random(1))): Promise<WasmLedger> {
  simulated.mount(disk, 1);
  return openWasmLedger(simulated, clock);
}

let entries = 0;

function entryAt(clock: Clock, parts: Partial<Entry>): Entry {
  const time = clock.now();
  const key = utf8(`entry ${(entries += 1)}`);
  const id = deriveEntryId({ time, payer: named("clock"), key, leg: 0 });
  return { id, time, commitment: new Uint8Array(32), ...parts };
}

const setLimit = { limits: [{ key: limit, set: { kind: "sum", max, window } }] } as const;
const use = (amount: bigint) => ({ uses: [{ key: limit, amount }] });

test("whatever the clock does, the journal's time only grows, and no window holds more than its max", async () => {
  const random = new Random(4);
  const clock = new TurnedClock();
  const ledger = await openAt(clock);
  await ledger.submit(entryAt(clock, setLimit));
  const used: { at: bigint; amount: bigint }[] = [];
  let refused = 0;
  let last = 0n;
  let furthest = clock.ms;
  for (let step = 0; step < 400; step += 1) {
    const leap = random.chance(0.2) ? random.below(40 * hour) - 20 * hour : random.below(hour);
    // No further behind the journal than the ledger takes.
    clock.ms = Math.max(clock.ms + leap, furthest - 23 * hour);
    furthest = Math.max(furthest, clock.ms);
    const amount = BigInt(random.below(40));
    const { status, entry } = await ledger.submit(entryAt(clock, use(amount)));
    expect(["created", "limit_exceeded"]).toContain(status);
    if (entry === null) {
      refused += 1;
      continue;
    }
    expect(entry.timestamp).toBeGreaterThan(last);
    last = entry.timestamp;
    used.push({ at: entry.timestamp, amount });
    const from = entry.timestamp - BigInt(24 * hour) * 1_000_000n;
    const inWindow = used.filter(({ at }) => at > from);
    expect(inWindow.reduce((sum, one) => sum + one.amount, 0n)).toBeLessThanOrEqual(max);
  }
  expect(refused).toBeGreaterThan(50);
  // And nothing is blocked for good: a window after the clock is ahead again, all of it is free.
  clock.ms = furthest + 25 * hour;
  expect((await ledger.submit(entryAt(clock, use(max)))).status).toBe("created");
  expect((await auditDatabase(ledger.db)).faults).toEqual([]);
  await ledger.close();
});

test("a step forward and back: a limit is free once, early, and then waits for what it gave", async () => {
  const clock = new TurnedClock();
  const ledger = await openAt(clock);
  const spend = async (ms: number): Promise<string> => {
    clock.ms = start + ms;
    return (await ledger.submit(entryAt(clock, use(max)))).status;
  };
  await ledger.submit(entryAt(clock, setLimit));
  expect(await spend(0)).toBe("created");
  expect(await spend(2 * hour)).toBe("limit_exceeded");
  // Two hours later the clock is set a day ahead, and back.
  expect(await spend(26 * hour)).toBe("created");
  expect(await spend(2 * hour)).toBe("limit_exceeded");
  expect(await spend(26 * hour)).toBe("limit_exceeded");
  expect(await spend(49 * hour)).toBe("limit_exceeded");
  expect(await spend(51 * hour)).toBe("created");
  await ledger.close();
});

test("a hold that was over by a clock ahead stays over; one that is not waits for the clock", async () => {
  const clock = new TurnedClock();
  const ledger = await openAt(clock);
  await ledger.submit(openShop("ann", clock.now()));
  const held = { debit: named("ann"), credit: named("merchant"), amount: 5n, code: 2 } as const;
  const hold = (timeout: number) =>
    entryAt(clock, {
      transfers: [{ ...held, asset: "PLAY/6", flags: transferFlags.pending, timeout }],
    });
  const post = (pendingId: bigint) =>
    entryAt(clock, { transfers: [{ flags: transferFlags.postPendingTransfer, pendingId }] });
  const [short, long] = [hold(3_600), hold(30 * 3_600)];
  await ledger.submit(short);
  await ledger.submit(long);
  clock.ms += 2 * hour;
  await ledger.submit(entryAt(clock, {}));
  clock.ms -= 2 * hour;
  expect((await ledger.submit(post(short.id))).status).toBe("pending_transfer_expired");
  expect((await ledger.submit(post(long.id))).status).toBe("created");
  await ledger.close();
});

test("a clock that leaps ahead stops the ledger before it writes; set right, it goes on as if nothing was", async () => {
  const disk = new SimulatedDisk(new Random(1));
  const wall = new TurnedClock();
  let elapsed = 0;
  const clock = steadyClock(wall, () => elapsed);
  const ledger = await openAt(clock, disk);
  await ledger.submit(openShop("ann", wall.now()));
  // A day passes, and the clock says so.
  wall.ms += 24 * hour;
  elapsed += 24 * hour;
  expect((await ledger.submit(pay("ann", 0, wall.now()))).status).toBe("created");
  const right = wall.ms;
  const payment = pay("ann", 1, wall.now());
  wall.ms += 365 * 24 * hour;
  await expect(ledger.submit(payment)).rejects.toBeInstanceOf(OutcomeUnknown);
  expect(ledger.faults).toHaveLength(1);
  expect(ledger.faults[0]).toBeInstanceOf(ClockWrong);
  expect(ledger.faults[0]?.message).toContain("Set the clock if it is wrong, then start again.");
  await ledger.close();
  wall.ms = right;
  const again = await openAt(
    steadyClock(wall, () => elapsed),
    disk,
  );
  expect(await again.submit(payment)).toMatchObject({ status: "created", replayed: false });
  await again.close();
});

test("a clock a day and more behind the journal: nobody's id is used up by it", async () => {
  const disk = new SimulatedDisk(new Random(1));
  const clock = new TurnedClock();
  const ledger = await openAt(clock, disk);
  await ledger.submit(openShop("ann", clock.now()));
  clock.ms -= 25 * hour;
  const payment = pay("ann", 0, instant(start));
  await expect(ledger.submit(payment)).rejects.toBeInstanceOf(OutcomeUnknown);
  expect(ledger.faults[0]).toBeInstanceOf(ClockWrong);
  await ledger.close();
  clock.ms = start;
  const again = await openAt(clock, disk);
  expect((await again.submit(payment)).status).toBe("created");
  await again.close();
});

test("a whole ledger does not start on a clock a day and more behind it, and says both times", () =>
  withFolder(async (folder) => {
    const clock = new TurnedClock();
    const ledger = await openLedger({ folder, clock, onFault: noFault });
    await ledger.submitEntry(openShop("ann", clock.now()));
    await ledger.close();
    clock.ms -= 25 * hour;
    const opening = openLedger({ folder, clock, onFault: noFault });
    await expect(opening).rejects.toBeInstanceOf(ClockWrong);
    await expect(opening).rejects.toThrow(
      "The machine's clock says 2027-01-14T07:00:00.000Z, but the ledger's last entry is of 2027-01-15T08:00:00.000Z. Set the clock",
    );
    clock.ms += 2 * hour;
    const again = await openLedger({ folder, clock, onFault: noFault });
    expect((await again.submitEntry(pay("ann", 0, clock.now()))).status).toBe("created");
    await again.close();
  }));
