import { beforeAll, expect, test } from "vitest";
import { TurnedClock } from "../contract/ledgerStage.ts";
import { openShop, pay } from "../contract/shop.ts";
import { DiskFailed, DiskFull, DiskReadOnly, OutcomeUnknown } from "../errors.ts";
import { auditDatabase } from "../verify/verifyLedger.ts";
import { Random } from "./random.ts";
import { type DiskFault, type DiskOperation, SimulatedDisk } from "./simulatedDisk.ts";
import { loadSimulatedSqlite, type SimulatedSqlite } from "./simulatedVfs.ts";
import { openWasmLedger } from "./wasmLedger.ts";

let simulated: SimulatedSqlite;
beforeAll(async () => {
  simulated = await loadSimulatedSqlite();
});

interface Case {
  readonly what: string;
  readonly kind: DiskOperation["kind"];
  readonly fault: DiskFault;
  readonly Named: new (message: string) => Error;
  readonly code: string;
  readonly nextStep: string;
}

const cases: Case[] = [
  {
    what: "a full disk",
    kind: "write",
    fault: "full",
    Named: DiskFull,
    code: "SQLITE_FULL",
    nextStep: "Free some space, then start again.",
  },
  {
    what: "an fsync that fails",
    kind: "sync",
    fault: "failed",
    Named: DiskFailed,
    code: "SQLITE_IOERR_FSYNC",
    nextStep: "Look at the system's log, the disk's health and its quotas, then start again.",
  },
  {
    what: "a write that fails",
    kind: "write",
    fault: "failed",
    Named: DiskFailed,
    code: "SQLITE_IOERR_WRITE",
    nextStep: "Look at the system's log, the disk's health and its quotas, then start again.",
  },
  {
    what: "a disk that became read-only",
    kind: "write",
    fault: "readonly",
    Named: DiskReadOnly,
    code: "SQLITE_READONLY",
    nextStep: "or mount it for writing, then start again.",
  },
];

/** How it goes on after the fault: the process starts again, or the power goes with it. */
const restarts = ["a restart", "a power cut"] as const;

const all = cases.flatMap((one) => restarts.map((restart) => ({ ...one, restart })));

test.each(all)(
  "$what stops the writer, named; after $restart all answers are kept",
  async (one) => {
    const disk = new SimulatedDisk(new Random(1));
    simulated.mount(disk, 1);
    const clock = new TurnedClock();
    const ledger = await openWasmLedger(simulated, clock);
    await ledger.submit(openShop("ann", clock.now()));
    const [paid, payment, later] = [0, 1, 2].map((number) => pay("ann", number, clock.now()));
    if (!paid || !payment || !later) throw new Error("three payments");
    const kept = await ledger.submit(paid);
    expect(kept.status).toBe("created");

    let failures = 0;
    disk.fault = ({ kind }) => {
      if (kind !== one.kind) return null;
      failures += 1;
      return one.fault;
    };
    const paying = ledger.submit(payment);
    await expect(paying).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(paying).rejects.toMatchObject({ entryId: payment.id });
    expect(failures).toBeGreaterThan(0);
    expect(ledger.faults).toHaveLength(1);
    expect(ledger.faults[0]).toBeInstanceOf(one.Named);
    expect(ledger.faults[0]?.message).toContain(one.code);
    expect(ledger.faults[0]?.message).toContain(one.nextStep);

    // Also when the disk is well again: it never continues.
    disk.fault = () => null;
    const { operations } = disk;
    await expect(ledger.submit(later)).rejects.toMatchObject({ code: "unavailable" });
    expect(disk.operations).toBe(operations);
    expect(ledger.faults).toHaveLength(1);
    if (one.restart === "a power cut") disk.cutPowerAfter(0);
    await ledger.close();
    if (one.restart === "a power cut") disk.restorePower();

    const again = await openWasmLedger(simulated, clock);
    expect(again.lookup(paid.id)).toEqual({
      ...kept.entry,
      memo: paid.memo,
      commitment: paid.commitment,
    });
    const { status } = await again.submit(payment);
    expect(["created", "exists"]).toContain(status);
    expect((await again.submit(payment)).status).toBe("exists");
    expect((await again.submit(later)).status).toBe("created");
    expect((await auditDatabase(again.db)).faults).toEqual([]);
    await again.close();
  },
);

test.each(cases)("$what while the ledger opens: refused, named", async (one) => {
  const disk = new SimulatedDisk(new Random(1));
  simulated.mount(disk, 1);
  disk.fault = ({ kind }) => (kind === one.kind ? one.fault : null);
  const opening = openWasmLedger(simulated, new TurnedClock());
  await expect(opening).rejects.toBeInstanceOf(one.Named);
  await expect(opening).rejects.toThrow(one.nextStep);
});
