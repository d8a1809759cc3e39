export { connectLedger } from "./client/connectLedger.ts";
export { openLedger } from "./client/openLedger.ts";
export type { Driver } from "./engine/sqlite/driver.ts";
export { type AssetSums, type LedgerFacts, ledgerFacts } from "./engine/sqlite/ledgerFacts.ts";
export { lockFolder } from "./engine/sqlite/lockFolder.ts";
export { lockOwner } from "./engine/sqlite/lockOwner.ts";
export {
  type AccountOpening,
  type ClaimRelease,
  type CounterChange,
  type Entry,
  entryMax,
  type LimitChange,
  type LimitGive,
  type LimitTerms,
  type LimitUse,
  type LimitWindow,
  type TransferInput,
} from "./entry.ts";
export { deriveEntryId, entryOf, transferId } from "./entryId.ts";
export { FolderInUse, NewerSchema, OlderSchema, OutcomeUnknown } from "./errors.ts";
export { accountFlags, amountAll, transferFlags } from "./flags.ts";
export type {
  AccountBalance,
  ConnectLedgerOptions,
  CounterState,
  HoldState,
  LeafProof,
  Ledger,
  LedgerHead,
  LedgerStats,
  LimitBalance,
  OpenLedgerOptions,
} from "./ledger.ts";
export {
  type EntryResult,
  type EventResult,
  eventResults,
  type LimitLeft,
  type RefusedAt,
  type StoredEntry,
  type StoredTransfer,
} from "./result.ts";
export { type DiskProbe, probeFsync } from "./probeFsync.ts";
export { reversal } from "./reversal.ts";
export {
  type AnswerStatus,
  entryStatuses,
  type EntryStatus,
  type MalformedStatus,
  malformedStatuses,
} from "./status.ts";
export type { ReplayedEntry } from "./verify/replayJournal.ts";
export type { PublishedHead } from "./verify/watchPublished.ts";
export { type LedgerAudit, verifyLedger, type VerifyLedgerOptions } from "./verify/verifyLedger.ts";
