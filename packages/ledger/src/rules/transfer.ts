import type { AnswerStatus } from "../status.ts";

/** Where a transfer stands: its id, and the engine's time for it in nanoseconds. */
export interface TransferPlace {
  readonly id: bigint;
  readonly timestamp: bigint;
}

/** What a transfer that failed says: which status, of which account, and what was left. */
export interface TransferFailure {
  readonly status: AnswerStatus;
  readonly key?: bigint;
  readonly available?: bigint;
}
