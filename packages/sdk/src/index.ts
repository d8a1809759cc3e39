export type {
  AgentOutcome,
  MerchantEvent,
  MerchantPayment,
  OfferResponse,
  ReceiptClaims,
  RefundRequestPage,
  RefundResponse,
} from "@farthing/protocol";
export { checkReceiptFile, type ReceiptFileVerdict } from "./checkReceiptFile.ts";
export type { SettingsInput } from "./changeSettings.ts";
export {
  createFarthing,
  type Farthing,
  type OfferInput,
  type RefundInput,
  type RefundPart,
} from "./createFarthing.ts";
export { FarthingError } from "./farthingError.ts";
export type { FarthingOptions, Price } from "./options.ts";
export type { EventsInput } from "./readEvents.ts";
export { type ReceiptRefusal, receiptRefusals } from "./receiptRefusals.ts";
export { seenInMemory, type SeenReceipts } from "./seenReceipts.ts";
export type { ExpectedReceipt, ReceiptVerdict } from "./verifyReceipt.ts";
export type { AgentKey } from "./agentKey.ts";
export {
  type AgentAsk,
  type Asking,
  createPayingAgent,
  type PayingAgent,
  type PayingAgentOptions,
} from "./payingAgent.ts";
