import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openLedger } from "../client/openLedger.ts";
import { TurnedClock } from "../contract/ledgerStage.ts";
import { named, openShop, pay, shopKeys } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { ledgerFile } from "../engine/sqlite/openFile.ts";
import { readLedger } from "../engine/sqlite/readLedger.ts";
import { transferFlags } from "../flags.ts";
import { Random } from "../power/random.ts";
import { verifyLedger } from "./verifyLedger.ts";

const damages = 150;
const sectorBytes = 512;
const pageBytes = 4_096;
const payers = ["ann", "bob", "cy"];
const clock = new TurnedClock();

/** A ledger with something in every table; answers the ids of its entries, of each payer a hold first. */
async function fill(folder: string): Promise<bigint[]> {
  const ledger = await openLedger({ folder, clock, onFault: noFault });
  const ids: bigint[] = [];
  for (const payer of payers) {
    await ledger.submitEntry(openShop(payer, clock.now()));
    const held = { debit: named(payer), credit: named("merchant"), amount: 7n, code: 4 } as const;
    const transfers = [{ ...held, asset: "PLAY/6", flags: transferFlags.pending }] as const;
    const hold = { ...pay(payer, 0, clock.now()), transfers };
    const payments = Array.from({ length: 10 }, (_, at) => pay(payer, at + 1, clock.now()));
    for (const entry of [hold, ...payments]) {
      ids.push(entry.id);
      expect((await ledger.submitEntry(entry)).status).toBe("created");
    }
  }
  await ledger.close();
  return ids;
}

/** Every answer the ledger gives, as words; what cannot be read says so, and hides no other. */
function answers(folder: string, ids: readonly bigint[]): string[] {
  const { reader, db } = readLedger(folder, clock);
  const told: string[] = [];
  const ask = <Key>(keys: readonly Key[], read: (key: Key) => unknown): void => {
    for (const key of keys) {
      try {
        const words = JSON.stringify(read(key), (_, part: unknown) =>
          typeof part === "bigint" ? part.toString() : part,
        );
        told.push(words);
      } catch {
        told.push("stopped");
      }
    }
  };
  ask(ids, (id) => reader.lookupEntry(id));
  ask(ids, (id) => reader.lookupHolds([id])[0]);
  ask(payers.flatMap(shopKeys.accounts), (id) => reader.lookupAccounts([id])[0]);
  ask(payers.flatMap(shopKeys.limits), (key) => reader.lookupLimits([key])[0]);
  ask(payers.map(shopKeys.counter), (key) => reader.lookupCounters([key])[0]);
  ask(
    payers.map((payer) => shopKeys.claim(payer, 5)),
    (key) => reader.lookupClaims([key])[0],
  );
  db.close();
  return told;
}

/** Where each table and index lies: the pages of all, by name. */
function pagesByName(file: string): [number, ...number[]][] {
  const db = new Database(file, { readonly: true });
  const pages = db.prepare<[], [string, number]>("SELECT name, pageno FROM dbstat").raw().all();
  db.close();
  const names = new Map<string, [number, ...number[]]>();
  for (const [name, page] of pages) {
    const others = names.get(name);
    if (others === undefined) names.set(name, [page]);
    else others.push(page);
  }
  return [...names.values()];
}

/** A bit of what is stored falls over, or a sector was written with something else. Each table has its turn. */
function damage(whole: Uint8Array, pages: [number, ...number[]], random: Random): Uint8Array {
  const bytes = Uint8Array.from(whole);
  const start = (random.pick(pages) - 1) * pageBytes;
  let at = start + random.below(pageBytes);
  for (let tries = 0; tries < 100 && bytes[at] === 0; tries += 1) {
    at = start + random.below(pageBytes);
  }
  if (random.chance(0.8)) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  else {
    const from = at - (at % sectorBytes);
    random.fill(bytes.subarray(from, from + sectorBytes));
  }
  return bytes;
}

/** What the audit says: differences, or that the file is none of ours. */
async function audited(folder: string): Promise<readonly string[]> {
  try {
    return (await verifyLedger({ folder })).faults;
  } catch (error) {
    return [String(error)];
  }
}

test("150 damaged files: no answer is ever wrong, and whatever is missing the audit names", () =>
  withFolder(async (folder) => {
    const ids = await fill(folder);
    const right = answers(folder, ids);
    const whole = readFileSync(ledgerFile(folder));
    const names = pagesByName(ledgerFile(folder));
    const random = new Random(11);
    const copy = join(folder, "copy");
    mkdirSync(copy);
    const count = { harmless: 0, stopped: 0, missing: 0, refused: 0 };
    for (let number = 0; number < damages; number += 1) {
      const pages = names[number % names.length] ?? [1];
      writeFileSync(ledgerFile(copy), damage(whole, pages, random));
      const faults = await audited(copy);
      let told: string[];
      try {
        told = answers(copy, ids);
      } catch {
        count.refused += 1;
        expect(faults).not.toEqual([]);
        continue;
      }
      const others = told.filter((answer, at) => answer !== right[at]);
      const wrong = others.filter((answer) => answer !== "stopped" && answer !== "null");
      expect({ number, wrong }).toEqual({ number, wrong: [] });
      if (others.length > 0)
        expect({ number, named: faults.length > 0 }).toEqual({ number, named: true });
      if (others.includes("stopped")) count.stopped += 1;
      else if (others.includes("null")) count.missing += 1;
      else count.harmless += 1;
    }
    // All of it came up: files that do not open, rows that stop a reader, keys that are not found.
    expect(count.refused).toBeGreaterThan(0);
    expect(count.stopped).toBeGreaterThan(20);
    expect(count.harmless).toBeGreaterThan(20);
  }));
