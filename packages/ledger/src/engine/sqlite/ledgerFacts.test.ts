import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock, toHex } from "@farthing/core";
import { emptyRoot } from "@farthing/log";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openLedger } from "../../client/openLedger.ts";
import { openShop, pay } from "../../contract/shop.ts";
import { noFault, withFolder } from "../../contract/withFolder.ts";
import { NewerSchema } from "../../errors.ts";
import { sha256 } from "../../hash.ts";
import { probeFsync } from "../../probeFsync.ts";
import type { Driver } from "./driver.ts";
import { ledgerFacts } from "./ledgerFacts.ts";
import { lockFolder } from "./lockFolder.ts";
import { lockOwner } from "./lockOwner.ts";
import { ledgerFile } from "./openFile.ts";

function driverOf(path: string): Driver {
  const db = new Database(path);
  db.defaultSafeIntegers(true);
  return {
    prepare: <Row>(sql: string) => db.prepare<unknown[], Row>(sql),
    exec: (sql) => void db.exec(sql),
    close: () => void db.close(),
  };
}

test("a file says its head, a root at every size, and sums that agree", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    await ledger.submitEntry(openShop("ann", systemClock.now()));
    const one = ledger.head();
    for (let number = 0; number < 3; number += 1) {
      await ledger.submitEntry(pay("ann", number, systemClock.now()));
    }
    const driver = driverOf(ledgerFile(folder));
    const facts = ledgerFacts(driver);
    expect(facts.schema).toBeGreaterThan(0);
    expect(facts.head()).toEqual(ledger.head());
    expect([toHex(facts.rootAt(1)), toHex(facts.rootAt(4))]).toEqual([
      toHex(one.root),
      toHex(ledger.head().root),
    ]);
    expect(facts.rootAt(0)).toEqual(emptyRoot(sha256));
    expect(facts.sums()).toEqual([
      {
        asset: "PLAY/6",
        accounts: 4,
        damaged: 0,
        debitsPosted: 1_000_033n,
        creditsPosted: 1_000_033n,
        debitsPending: 0n,
        creditsPending: 0n,
      },
    ]);
    driver.exec("UPDATE balances SET flags = 0");
    // Of four, one had a flag.
    expect(facts.sums().map(({ damaged }) => damaged)).toEqual([1]);
    driver.close();
    await ledger.close();
  }));

test("a file that no writer used is an empty ledger; one of a newer version is refused", () =>
  withFolder(async (folder) => {
    const driver = driverOf(join(folder, "new.db"));
    const facts = ledgerFacts(driver);
    expect([facts.schema, facts.head().leaves, facts.sums()]).toEqual([0, 0, []]);
    driver.exec("PRAGMA user_version = 99");
    expect(() => ledgerFacts(driver)).toThrow(NewerSchema);
    driver.close();
  }));

test("who holds a folder is asked of the lock, not of the name that a killed owner leaves", () =>
  withFolder(async (folder) => {
    expect(lockOwner(folder)).toBe(null);
    const lock = lockFolder(folder);
    expect(lockOwner(folder)).toMatch(new RegExp(`^process ${process.pid} on `));
    expect(() => lockFolder(folder)).toThrow(/in use by process/);
    lock.letGo();
    writeFileSync(join(folder, "ledger.owner"), "process 1 on elsewhere\n");
    expect(lockOwner(folder)).toBe(null);
    lockFolder(folder).letGo();
  }));

test("the disk is asked that often, and nothing of it stays", () =>
  withFolder(async (folder) => {
    const { rounds, medianMs, p99Ms } = probeFsync(folder, 20);
    expect(rounds).toBe(20);
    expect(medianMs).toBeGreaterThan(0);
    expect(p99Ms).toBeGreaterThanOrEqual(medianMs);
    expect(() => probeFsync(join(folder, "nowhere"), 1)).toThrow(/ENOENT/);
  }));
