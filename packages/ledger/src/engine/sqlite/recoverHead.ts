import { bytesEqual } from "@farthing/core";
import { rangeRoot } from "@farthing/log";
import { damagedWayOut, LedgerDamaged } from "../../errors.ts";
import { sha256 } from "../../hash.ts";
import type { JournalHead } from "../../journal/sealBatch.ts";
import type { Driver } from "./driver.ts";
import { readHead } from "./readHead.ts";
import { readJournal } from "./readJournal.ts";

/** The journal's end, which two tables must agree on: whoever goes on from a wrong one writes a wrong ledger. */
export function recoverHead(db: Driver): () => JournalHead {
  const read = readHead(db);
  const journal = readJournal(db);
  const lastBatch = db.prepare<{ seq: bigint | null; leaves: bigint | null }>(
    `SELECT max(first_seq + entries) - 1 AS seq, max(first_leaf + leaf_count) AS leaves FROM
      (SELECT * FROM batches ORDER BY first_seq DESC LIMIT 1)`,
  );
  return () => {
    const head = read();
    const { seq, leaves } = lastBatch.get() ?? {};
    const last = head.seq === 0n ? null : journal.after(head.seq - 1n, 1)[0];
    const agrees =
      head.seq === (seq ?? 0n) &&
      BigInt(head.range.size) === (leaves ?? 0n) &&
      head.timestamp === (last?.timestamp ?? 0n) &&
      bytesEqual(rangeRoot(sha256, head.range), head.root);
    if (agrees) return head;
    throw new LedgerDamaged(
      `The journal does not end where the ledger says it does (entry ${head.seq}). ${damagedWayOut}`,
    );
  };
}
