export { type AllowancePreset, originConfig, type ServerConfig, serverDefaults } from "./config.ts";
export { requireThere } from "./anchors/requireThere.ts";
export { prepare } from "./prepare.ts";
export { PolicyUnreadable, signPolicy } from "./policies/takePolicy.ts";
export { createServer, type Server } from "./createServer.ts";
export { type Deps, makeDeps, type OuterDeps } from "./deps.ts";
export type { GrantHub } from "./grantHub.ts";
export {
  type Keys,
  type KeySeeds,
  makeKeys,
  operatorKey,
  type SigningKey,
  signingKey,
} from "./keys.ts";
export {
  checkpointFileName,
  CheckpointUnreadable,
  type GoesOnFrom,
  keepCheckpoint,
  ledgerGoesOn,
  type Published,
  readCheckpointFile,
} from "./log/checkpointFile.ts";
export { entrySalts } from "./log/entrySalts.ts";
export { newEntryJudge } from "./log/judgeOpened.ts";
export { verifiers as logVerifiers } from "./log/verifiers.ts";
export { mlDsaKey } from "./mlDsa.ts";
export { sha256 } from "./sha256.ts";
export { BehindCheckpoint, requireUnbroken, type SeenHead } from "./log/requireUnbroken.ts";
export {
  askAboutHead,
  emptyHead,
  type HeadNote,
  type WitnessStand,
  witnessStands,
} from "./log/witnessStands.ts";
export { newTotalsJudge, totalMark } from "./liabilities/judgeTotals.ts";
export { addOrigin, originsMax } from "./merchants/addOrigin.ts";
export { isOneHost } from "./merchants/isOneHost.ts";
export { writeSettings } from "./merchants/writeSettings.ts";
export { newApiKey, registerMerchant } from "./merchants/registerMerchant.ts";
export { isSender, isSmtpAddress } from "./mail/smtpAddress.ts";
export type { Metrics } from "./metrics.ts";
export type { Asset, Assets } from "./pages/assets.ts";
export { loadAssets, NotBuilt } from "./pages/loadAssets.ts";
export { type Projection, startProjection } from "./projections/projection.ts";
export { findReceipt, type ReceiptPlace } from "./projections/findReceipt.ts";
export { openViewsDatabase } from "./projections/openViewsDatabase.ts";
export { newProjector, type Projector } from "./projections/projector.ts";
export {
  type AccountLine,
  type AccountStatement,
  readStatement,
  type StatementAsk,
  totalsAt,
} from "./projections/readStatement.ts";
export { rebuildViews, type RebuildProgress } from "./projections/rebuildViews.ts";
export type { Totals } from "./projections/totals.ts";
export { isShownPayment } from "./projections/isShownPayment.ts";
export { NewerStore } from "./store/migrate.ts";
export { openStore } from "./store/openStore.ts";
export { type AnchoringFacts, type StoreFacts, storeFacts } from "./store/storeFacts.ts";
export type { Tables } from "./store/tables.ts";
