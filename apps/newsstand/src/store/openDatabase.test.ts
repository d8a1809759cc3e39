import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openDatabase } from "./openDatabase.ts";
import { createPurchases } from "./purchases.ts";

test("what was unlocked under the first version is still paid for", () => {
  const folder = mkdtempSync(join(tmpdir(), "newsstand-"));
  try {
    const old = new Database(join(folder, "newsstand.db"));
    old.exec(`CREATE TABLE unlocks (
        visitor TEXT NOT NULL, article TEXT NOT NULL, payment TEXT NOT NULL,
        undo_until INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (visitor, article)) STRICT, WITHOUT ROWID;
      INSERT INTO unlocks VALUES ('anna', 'a-metre-short', 'pay_1', 20000, 1)`);
    old.close();
    for (let start = 0; start < 2; start += 1) {
      const database = openDatabase(folder);
      expect(createPurchases(database).of("anna", "a-metre-short")).toEqual([
        {
          payment: "pay_1",
          visitor: "anna",
          ware: "a-metre-short",
          paidAt: 10_000,
          undoUntil: 20_000,
          settled: true,
          words: "",
        },
      ]);
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
