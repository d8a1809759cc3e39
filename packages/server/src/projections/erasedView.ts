import type Database from "better-sqlite3";
import { milliseconds, type View } from "./view.ts";

/** The `erased_payers` table: whom the journal says to erase, also when it is read anew after a restore. */
export function newErasedView(database: Database.Database): View {
  const add = database.prepare<[string, bigint, number]>(
    "insert or ignore into erased_payers (payer_id, seq, at) values (?, ?, ?)",
  );
  return {
    name: "erased",
    show(entries) {
      for (const { entry, memo } of entries) {
        if (memo?.kind === "erase") add.run(memo.payer, entry.seq, milliseconds(entry.timestamp));
      }
    },
    clear: () => void database.exec("delete from erased_payers"),
  };
}
