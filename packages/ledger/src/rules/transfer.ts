import type { AnswerStatus } from "../status.ts";

/** Where a transfer stands: in which entry, at which place, and the engine's time for it in nanoseconds. */
export interface TransferPlace {
  readonly entry: bigint;
  readonly index: number;
  readonly timestamp: bigint;
}

/** What a transfer that failed says: which status, of which account, and what was left. */
export interface TransferFailure {
  readonly status: AnswerStatus;
  readonly key?: bigint;
  readonly available?: bigint;
}
