import { ProblemError, systemClock } from "@farthing/core";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openShop, pay } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { ledgerFile } from "../engine/sqlite/openFile.ts";
import { OutcomeUnknown } from "../errors.ts";
import { verifyLedger } from "../verify/verifyLedger.ts";
import { connectLedger } from "./connectLedger.ts";
import { openLedger } from "./openLedger.ts";

const now = () => systemClock.now();

test("a commit that fails is unknown to its callers, stops the ledger, and is settled by asking again", () =>
  withFolder(async (folder) => {
    const faults: Error[] = [];
    const ledger = await openLedger({ folder, onFault: (error) => faults.push(error) });
    await ledger.submitEntry(openShop("ann", now()));
    // Somebody else holds the file's write lock, as a stray sqlite3 shell would: the commit fails.
    const stray = new Database(ledgerFile(folder));
    stray.exec("BEGIN IMMEDIATE");
    const payment = pay("ann", 0, now());
    const paying = ledger.submitEntry(payment);
    await expect(paying).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(paying).rejects.toMatchObject({ code: "outcome-unknown", entryId: payment.id });
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toContain("database is locked");
    await expect(ledger.submitEntry(pay("ann", 1, now()))).rejects.toMatchObject({
      code: "unavailable",
    });
    stray.exec("ROLLBACK");
    stray.close();
    await ledger.close();

    const again = await openLedger({ folder, onFault: noFault });
    expect(again.lookupEntry(payment.id)).toBeNull();
    expect(await again.submitEntry(payment)).toMatchObject({ status: "created", replayed: false });
    await again.close();
    expect(await verifyLedger({ folder })).toMatchObject({ ok: true, entries: 2n });
  }));

test("a line of a closed ledger refuses instead of waiting", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    const port = ledger.connect();
    await ledger.close();
    const loop = await connectLedger({ folder, port });
    await expect(loop.submitEntry(openShop("ann", now()))).rejects.toBeInstanceOf(ProblemError);
    expect(loop.head().seq).toBe(0n);
    await loop.close();
  }));

test("a line that breaks after the writer was told: done once, found by asking again", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    await ledger.submitEntry(openShop("ann", now()));
    const port = ledger.connect();
    const loop = await connectLedger({ folder, port });
    const payment = pay("ann", 0, now());
    const paying = loop.submitEntry(payment);
    await new Promise(setImmediate);
    // The writer's thread commits while this one hears nothing; then the line is dead.
    while (ledger.lookupEntry(payment.id) === null) loop.head();
    port.removeAllListeners("message");
    port.close();
    await expect(paying).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await ledger.submitEntry(payment)).toMatchObject({ status: "exists", replayed: true });
    expect(ledger.head().seq).toBe(2n);
    await loop.close();
    await ledger.close();
  }));
