import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { systemClock } from "@farthing/core";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop, pay, shopKeys } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { ledgerFile } from "../engine/sqlite/openFile.ts";
import { DiskReadOnly, LedgerDamaged, OutcomeUnknown } from "../errors.ts";
import { verifyLedger } from "../verify/verifyLedger.ts";
import { openLedger } from "./openLedger.ts";

const run = promisify(execFile);
const now = () => systemClock.now();
const stranger = fileURLToPath(new URL("../contract/strangerProcess.ts", import.meta.url));
const limitedOwner = fileURLToPath(new URL("../contract/limitedOwner.ts", import.meta.url));

/** A ledger of 100 payments, each in a batch of its own. */
let template: string;
const payments = Array.from({ length: 100 }, (_, number) => pay("ann", number, now()));

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), "farthing-damage-"));
  const ledger = await openLedger({ folder: template, onFault: noFault });
  await ledger.submitEntry(openShop("ann", now()));
  for (const payment of payments) await ledger.submitEntry(payment);
  await ledger.close();
});

afterAll(() => rmSync(template, { recursive: true }));

function withCopy(work: (folder: string, file: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    cpSync(template, folder, { recursive: true });
    await work(folder, ledgerFile(folder));
  });
}

/** One bit of a stored entry falls over, where SQLite itself sees nothing wrong. */
function damageBatch(file: string, firstSeq: number): void {
  const db = new Database(file);
  const read = db.prepare<[number], { body: Buffer }>(
    "SELECT body FROM batches WHERE first_seq = ?",
  );
  const body = read.get(firstSeq)?.body ?? Buffer.alloc(0);
  body[40] = (body[40] ?? 0) ^ 1;
  db.prepare("UPDATE batches SET body = ? WHERE first_seq = ?").run(body, firstSeq);
  db.close();
}

test("a damaged entry stops whoever reads it, once, and the audit names it", () =>
  withCopy(async (folder, file) => {
    damageBatch(file, 50);
    const faults: Error[] = [];
    const ledger = await openLedger({ folder, onFault: (error) => faults.push(error) });
    const [damaged, whole] = [payments[48], payments[47]];
    if (!damaged || !whole) throw new Error("there are 100 payments");
    expect(ledger.lookupEntry(whole.id)).toMatchObject({ status: "created" });
    expect(() => ledger.lookupEntry(damaged.id)).toThrow(LedgerDamaged);
    expect(() => ledger.lookupEntry(damaged.id)).toThrow("Batch 50 of the journal is damaged");
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toContain("run `farthing ledger verify`");
    await expect(ledger.submitEntry(pay("ann", 200, now()))).rejects.toMatchObject({
      code: "unavailable",
    });
    await ledger.close();
    const audit = await verifyLedger({ folder });
    expect(audit.ok).toBe(false);
    expect(audit.faults[0]).toBe("Batch 50: its sum says it is damaged.");
  }));

test("a retry of a damaged entry stops the writer: it is neither paid again nor called paid", () =>
  withCopy(async (folder, file) => {
    damageBatch(file, 50);
    const faults: Error[] = [];
    const ledger = await openLedger({ folder, onFault: (error) => faults.push(error) });
    const damaged = payments[48];
    if (!damaged) throw new Error("there are 100 payments");
    await expect(ledger.submitEntry(damaged)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toBeInstanceOf(LedgerDamaged);
    expect(ledger.head().seq).toBe(101n);
    await expect(ledger.submitEntry(pay("ann", 200, now()))).rejects.toMatchObject({
      code: "unavailable",
    });
    await ledger.close();
  }));

/** What happens to files, and what it is called. */
const broken: [string, (file: string) => void, RegExp][] = [
  ["is another file", (file) => writeFileSync(file, "no database ".repeat(1_000)), /SQLITE_NOTADB/],
  ["is missing", (file) => rmSync(file), /is missing or empty, though there was a ledger/],
  ["is empty", (file) => truncateSync(file, 0), /is missing or empty, though there was a ledger/],
  ["ends in its middle", (file) => truncateSync(file, statSync(file).size >> 1), /SQLITE_CORRUPT/],
  ["ends in its first page", (file) => truncateSync(file, 1_000), /SQLITE_(NOTADB|CORRUPT)/],
  [
    "has rubbish for a first page",
    (file) =>
      writeFileSync(
        file,
        Buffer.concat([Buffer.alloc(4_096, 7), readFileSync(file).subarray(4_096)]),
      ),
    /SQLITE_NOTADB/,
  ],
];

test.each(broken)(
  "a file that %s is refused or stops the ledger, and stays as it is",
  (_, damage, said) =>
    withCopy(async (folder, file) => {
      damage(file);
      const size = statSync(file, { throwIfNoEntry: false })?.size;
      const faults: unknown[] = [];
      try {
        const ledger = await openLedger({ folder, onFault: (error) => faults.push(error) });
        // What half a file still opens as: the first payment that needs the rest stops it.
        const paying = ledger.submitEntry(pay("ann", 200, now()));
        await expect(paying).rejects.toBeInstanceOf(OutcomeUnknown);
        await ledger.close();
      } catch (error) {
        faults.push(error);
      }
      expect(faults).toHaveLength(1);
      expect(faults[0]).toBeInstanceOf(LedgerDamaged);
      expect(String(faults[0])).toMatch(said);
      expect(String(faults[0])).toMatch(/restore the last backup/);
      expect(statSync(file, { throwIfNoEntry: false })?.size).toBe(size);
    }),
);

test("a folder inside a file is refused, with what to do", () =>
  withFolder(async (folder) => {
    const file = join(folder, "a file");
    writeFileSync(file, "");
    const opening = openLedger({ folder: join(file, "data"), onFault: noFault });
    await expect(opening).rejects.toBeInstanceOf(DiskReadOnly);
    await expect(opening).rejects.toThrow("Give the user that runs Farthing the right to write it");
  }));

test("somebody who may only read the folder is told so, with what to do", () =>
  withCopy(async (folder, file) => {
    for (const name of ["ledger.lock", "ledger.db"]) chmodSync(join(folder, name), 0o444);
    chmodSync(folder, 0o555);
    const before = readFileSync(file);
    const { stdout } = await run(process.execPath, [stranger, folder]);
    chmodSync(folder, 0o755);
    expect(stdout).toMatch(/^DiskReadOnly: The ledger's folder cannot be written\. Give the user/);
    expect(readFileSync(file).equals(before)).toBe(true);
  }));

test("files that may not grow any more: it stops by name, and every answered payment is there", () =>
  withFolder(async (folder) => {
    // In blocks of 512 bytes. Ignoring the signal makes the system answer with an error instead.
    const limited = `ulimit -f 1000; trap '' XFSZ; exec "$0" "$@"`;
    const args = [process.execPath, limitedOwner, folder];
    const { stdout } = await run("sh", ["-c", limited, ...args], { maxBuffer: 2 ** 26 });
    const lines = stdout.trimEnd().split("\n");
    const numbers = (word: string) =>
      lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.split(" ")[1]));
    const paid = numbers("paid");
    expect(paid.length).toBeGreaterThan(50);
    expect(numbers("unknown").length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.startsWith("late: "))).toHaveLength(1);
    const faults = lines.filter((line) => line.startsWith("Disk"));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      /^Disk(Failed|Full): The ledger's disk .* then start again\. \(SQLITE_/,
    );

    const ledger = await openLedger({ folder, onFault: noFault });
    const holders = ledger.lookupClaims(paid.map((number) => shopKeys.claim("ann", number)));
    expect(holders.filter((holder) => holder === null)).toEqual([]);
    expect((await ledger.submitEntry(pay("ann", 100_000, now()))).status).toBe("created");
    await ledger.close();
    expect((await verifyLedger({ folder })).faults).toEqual([]);
  }));
