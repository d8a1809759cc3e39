export { connectLedger } from "./client/connectLedger.ts";
export { makeFolder } from "./engine/sqlite/makeFolder.ts";
export { openLedger } from "./client/openLedger.ts";
export type { Driver } from "./engine/sqlite/driver.ts";
export { type AssetSums, type LedgerFacts, ledgerFacts } from "./engine/sqlite/ledgerFacts.ts";
export { lockFolder } from "./engine/sqlite/lockFolder.ts";
export { lockOwner } from "./engine/sqlite/lockOwner.ts";
export { fromWideCell, toWideCell, type WideCell } from "./engine/sqlite/wideCell.ts";
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
export { auditExports } from "./export/auditExports.ts";
export type { AuditRange } from "./export/auditRange.ts";
export type {
  ExportAudit,
  ExportAuditOptions,
  ExportFile,
  HolderOf,
  Judged,
  LeftOpen,
  OpenedEntry,
} from "./export/exportAudit.ts";
export {
  exportJournal,
  type Exported,
  type ExportOptions,
  type JournalBound,
  type LeafEntry,
  RangeEmpty,
} from "./export/exportJournal.ts";
export {
  type ExportGlance,
  glanceAtExport,
  type Glanced,
  type GlancedEntry,
} from "./export/glanceAtExport.ts";
export { sumWords } from "./export/exportLines.ts";
export { NotAnExport } from "./export/fields.ts";
export { accountFlags, amountAll, expiredFlag, transferFlags } from "./flags.ts";
export type {
  AccountBalance,
  AccountsSnapshot,
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
export { ageOut, borneOf } from "./words/ageOut.ts";
export { makeWhole } from "./words/makeWhole.ts";
export { block, type Blocked, isBlockOf, throughBlock } from "./words/block.ts";
export { capture } from "./words/capture.ts";
export { charge } from "./words/charge.ts";
export { closeAccount } from "./words/closeAccount.ts";
export { exchange, type Exchanged, type ExchangeSide, type Rate } from "./words/exchange.ts";
export { hold } from "./words/hold.ts";
export { mature } from "./words/mature.ts";
export { type AccountKind, accountKinds, openAccount } from "./words/openAccount.ts";
export { payOut } from "./words/payOut.ts";
export { payOutReturned } from "./words/payOutReturned.ts";
export { type PaymentAccounts, type Price, priced } from "./words/price.ts";
export { type Receivable, receivables } from "./words/receivables.ts";
export { refund } from "./words/refund.ts";
export { release } from "./words/release.ts";
export { reverse } from "./words/reverse.ts";
export { settleShare, settleTab, tabSalesMax } from "./words/settleTab.ts";
export { type Share, split } from "./words/split.ts";
export { topUp } from "./words/topUp.ts";
export { transferCodes } from "./words/transferCodes.ts";
