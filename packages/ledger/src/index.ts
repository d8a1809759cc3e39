export { connectLedger } from "./client/connectLedger.ts";
export { openLedger } from "./client/openLedger.ts";
export {
  type AccountOpening,
  accountFlags,
  type ClaimRelease,
  type CounterChange,
  type Entry,
  entryMax,
  type LimitChange,
  type LimitGive,
  type LimitTerms,
  type LimitUse,
  type LimitWindow,
  type MoveTransfer,
  type PostTransfer,
  type TransferInput,
  type TransferRef,
  type VoidTransfer,
} from "./entry.ts";
export { deriveEntryId } from "./entryId.ts";
export { FolderInUse, NewerSchema, OutcomeUnknown } from "./errors.ts";
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
export type { EntryResult, LimitLeft, RefusedAt, StoredEntry, StoredTransfer } from "./result.ts";
export { reversal } from "./reversal.ts";
export { entryStatuses, type EntryStatus } from "./status.ts";
export { type LedgerAudit, verifyLedger, type VerifyLedgerOptions } from "./verify/verifyLedger.ts";
