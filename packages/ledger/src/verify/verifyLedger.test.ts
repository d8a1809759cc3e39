import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@farthing/core";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLedger } from "../client/openLedger.ts";
import { named, openShop, pay } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { ledgerFile } from "../engine/sqlite/openFile.ts";
import { u128Bytes } from "../journal/u128.ts";
import { verifyLedger } from "./verifyLedger.ts";

const now = () => systemClock.now();

let template: string;

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), "farthing-audit-"));
  await fill(template);
});

afterAll(() => rmSync(template, { recursive: true }));

async function fill(folder: string): Promise<void> {
  const ledger = await openLedger({ folder, onFault: noFault });
  await ledger.submitEntry(openShop("ann", now()));
  for (let number = 0; number < 300; number += 100) {
    const numbers = Array.from({ length: 100 }, (_, at) => number + at);
    await Promise.all(numbers.map((one) => ledger.submitEntry(pay("ann", one, now()))));
  }
  await ledger.close();
}

const ann = named("ann").toString();

/** What somebody with the file in hand could change, and what the audit says to it. */
const tampered: [string, string, string][] = [
  [
    "a balance",
    "UPDATE balances SET credits_posted = credits_posted + 5 WHERE row = (SELECT row FROM accounts WHERE id = :ann)",
    `Account ${ann}`,
  ],
  [
    "two balances that still sum",
    "UPDATE balances SET debits_posted = debits_posted + 1",
    "Account ",
  ],
  ["an account's flags", "UPDATE balances SET flags = 0", `Account ${ann}`],
  [
    "an account under another id",
    "UPDATE accounts SET id = x'00000000000000000000000000000001' WHERE row = 1",
    "Account 1: stored, but not in the journal.",
  ],
  ["a balance gone", "DELETE FROM balances WHERE row = 1", "Number of rows: Account"],
  [
    "a limit's max",
    "UPDATE limit_uses SET max = max + 1 WHERE row = (SELECT row FROM limits WHERE kind = 'each')",
    "Limit ",
  ],
  ["a limit's use", "UPDATE limit_uses SET used = 0, uses = x''", "Limit "],
  [
    "a claim's holder",
    "UPDATE claims SET holder = zeroblob(16) WHERE key = (SELECT min(key) FROM claims)",
    "Claim ",
  ],
  [
    "a claim gone",
    "DELETE FROM claims WHERE key = (SELECT min(key) FROM claims)",
    "Number of rows: Claim",
  ],
  ["a counter turned back", "UPDATE counter_uses SET highest = highest - 1", "Counter "],
  [
    "a leaf",
    "UPDATE batches SET leaves = zeroblob(length(leaves)) WHERE first_seq = 1",
    "Batch 1: its leaves were changed.",
  ],
  ["a kept subtree", "UPDATE nodes SET hash = zeroblob(32)", "subtrees of the log"],
  ["the root", "UPDATE head SET root = zeroblob(32)", "Log root"],
  ["an id", "UPDATE entry_ids SET seq = 300 WHERE seq = 1", "Entry 1: its id leads elsewhere."],
  [
    "the last batch cut off",
    "DELETE FROM batches WHERE first_seq = (SELECT max(first_seq) FROM batches)",
    "Last entry",
  ],
  ["a batch in the middle gone", "DELETE FROM batches WHERE first_seq = 2", "Next entry"],
  [
    "a batch's time",
    "UPDATE batches SET timestamp = 1 WHERE first_seq > 1",
    "its time is not after",
  ],
  ["unknown rules", "UPDATE batches SET rules = 9", "rules version 9 is not known here"],
];

test.each(tampered)("the audit finds %s", (_name, sql, sentence) =>
  withFolder(async (folder) => {
    cpSync(template, folder, { recursive: true });
    const db = new Database(ledgerFile(folder));
    const statement = db.prepare(sql);
    const { changes } = sql.includes(":ann")
      ? statement.run({ ann: u128Bytes(named("ann")) })
      : statement.run();
    db.close();
    expect(changes).toBeGreaterThan(0);
    const { ok, faults } = await verifyLedger({ folder });
    expect(ok).toBe(false);
    expect(faults.join("\n")).toContain(sentence);
  }),
);

test("an untouched ledger verifies, also while it serves, and tells how far it is", () =>
  withFolder(async (folder) => {
    cpSync(template, folder, { recursive: true });
    const ledger = await openLedger({ folder, onFault: noFault });
    const progress: bigint[] = [];
    const auditing = verifyLedger({ folder, onProgress: (done, all) => progress.push(all - done) });
    await ledger.submitEntry(pay("ann", 300, now()));
    expect(await auditing).toMatchObject({ ok: true, entries: 301n, faults: [] });
    expect(progress.at(-1)).toBe(0n);
    await ledger.close();
  }));
