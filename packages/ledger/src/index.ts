export { connectLedger } from "./client/connectLedger.ts";
export { openLedger } from "./client/openLedger.ts";
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
export {
  ClockWrong,
  DiskFailed,
  DiskFull,
  DiskReadOnly,
  FolderInUse,
  LedgerDamaged,
  NewerSchema,
  OlderSchema,
  OutcomeUnknown,
} from "./errors.ts";
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
export { reversal } from "./reversal.ts";
export {
  type AnswerStatus,
  entryStatuses,
  type EntryStatus,
  type MalformedStatus,
  malformedStatuses,
} from "./status.ts";
export { type LedgerAudit, verifyLedger, type VerifyLedgerOptions } from "./verify/verifyLedger.ts";
