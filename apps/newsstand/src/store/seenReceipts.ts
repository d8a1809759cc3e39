import type Database from "better-sqlite3";
import type { Clock } from "@farthing/core";
import type { SeenReceipts } from "@farthing/sdk";

/** Receipts that have opened something, kept until they expire: also over a restart a receipt opens once. */
export function createSeenReceipts(database: Database.Database, clock: Clock): SeenReceipts {
  const forget = database.prepare<[number]>("DELETE FROM seen WHERE until < ?");
  const take = database.prepare<[string, number]>(
    "INSERT OR IGNORE INTO seen (key, until) VALUES (?, ?)",
  );
  return {
    take(key, until) {
      forget.run(clock.now());
      return take.run(key, until).changes === 1 ? "taken" : "seen";
    },
  };
}
