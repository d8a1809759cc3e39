import { assert } from "@farthing/core";
import { withSum } from "../../journal/batchSum.ts";
import type { SealedBatch } from "../../journal/sealBatch.ts";
import type { Driver } from "./driver.ts";
import { rangeBlob } from "./readHead.ts";
import { saveBooks } from "./saveBooks.ts";
import { saveIds } from "./saveIds.ts";

/** Prepares the one durable write: journal, ids, state, tree and head in one commit, or nothing. */
export function commitBatch(db: Driver): (batch: SealedBatch) => void {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const batchRow = db.prepare("INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const ids = saveIds(db);
  const nodeRow = db.prepare("INSERT INTO nodes VALUES (?, ?, ?)");
  const moveHead = db.prepare(
    "UPDATE head SET seq = ?, timestamp = ?, leaves = ?, range = ?, root = ? WHERE seq = ?",
  );
  const save = saveBooks(db);
  return (batch) => {
    const { effects, head, firstSeq, leaves } = batch;
    const { recorded } = effects;
    begin.run();
    const created = leaves.length / 32;
    const place = [firstSeq, recorded.length, batch.timestamp, batch.rules];
    const numbers = [...place, batch.firstLeaf, created];
    batchRow.run(...numbers, leaves, withSum({ numbers, leaves }, batch.body));
    ids(recorded);
    for (const { level, index, hash } of batch.nodes) nodeRow.run(level, index, hash);
    save(effects.books);
    const { seq, timestamp, range, root } = head;
    const moved = moveHead.run(
      seq,
      timestamp,
      range.size,
      rangeBlob(range.hashes),
      root,
      firstSeq - 1n,
    );
    assert(moved.changes === 1, "the journal ends where this writer left it");
    commit.run();
  };
}
