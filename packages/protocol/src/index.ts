export * from "./api/bill.ts";
export * from "./api/checkup.ts";
export * from "./api/agent.ts";
export * from "./api/erasure.ts";
export * from "./api/events.ts";
export * from "./api/frame.ts";
export * from "./api/merchant.ts";
export * from "./api/operator.ts";
export * from "./api/passkeys.ts";
export * from "./api/releaseReason.ts";
export * from "./api/report.ts";
export * from "./api/sessions.ts";
export * from "./api/statement.ts";
export * from "./api/wallet.ts";
export * from "./api/waysIn.ts";
export {
  type Authorization,
  authorizationBytes,
  authorizationLifeMsMax,
  type Gesture,
  gestures,
} from "./authorization.ts";
export {
  type DeviceAlgorithm,
  type DeviceKey,
  deviceKeyBytes,
  thumbprintInput,
} from "./deviceKey.ts";
export { proofAgeMsMax, proofBytes, type ProofPurpose } from "./deviceProof.ts";
export { type DecodedJws, decodeJws, encodeJws, jwsLengthMax, type Sign } from "./jws.ts";
export { OfferClaims, offerType } from "./offer.ts";
export { ReceiptClaims, receiptLifeSeconds, receiptType } from "./receipt.ts";
export { type StepUp, stepUpBytes, stepUpLifeMs } from "./stepUp.ts";
export { AllowanceLimits, Terms, termsBytes } from "./terms.ts";
