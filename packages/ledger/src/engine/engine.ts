import type { JournalHead, SealedBatch } from "../journal/sealBatch.ts";
import type { BatchKeys } from "../rules/keysOf.ts";
import type { State } from "../rules/state.ts";

/**
 * Where the ledger is kept. It persists what the rules decided and knows nothing else. The writer
 * awaits every answer, so an engine behind a network may give promises. One writer at a time.
 */
export interface Engine {
  /** The journal's end as it is on disk. */
  recover(): JournalHead | Promise<JournalHead>;
  /**
   * At least every record that `keys` names and that exists; holds bring their accounts, and a hold that
   * does not exist brings the entry it would belong to (`entriesOfUnknownHolds`).
   */
  load(keys: BatchKeys): State | Promise<State>;
  /** All of it durably, or an error: after that the outcome is unknown and the process must stop. */
  commit(batch: SealedBatch): void | Promise<void>;
  /** Ids of up to `max` holds whose time is over at engine time `now`, the oldest first. */
  dueHolds(now: bigint, max: number): bigint[] | Promise<bigint[]>;
  close(): void | Promise<void>;
}
