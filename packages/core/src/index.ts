export { assert, Bug, unreachable } from "./assert.ts";
export {
  bytesEqual,
  bytesToUint,
  concat,
  fromBase64url,
  fromHex,
  lengthPrefixed,
  toBase64url,
  toHex,
  uintBytes,
  utf8,
} from "./bytes.ts";
export {
  type Clock,
  day,
  hour,
  type Instant,
  instant,
  later,
  minute,
  second,
  systemClock,
} from "./clock.ts";
export {
  type AllowanceId,
  type DeviceId,
  type GrantId,
  type Id,
  idFromBytes,
  idFromUint,
  type IdKind,
  idPrefixes,
  idTime,
  idToBytes,
  idToUint,
  type MerchantId,
  newId,
  type PayerId,
  type PaymentId,
} from "./ids.ts";
export { isLoopback } from "./isLoopback.ts";
export {
  amountMax,
  type Asset,
  formatMoney,
  isAsset,
  money,
  type Money,
  parseAmount,
  splitFee,
  toWireMoney,
  type WireMoney,
} from "./money.ts";
export { problemBody, type ProblemBody, ProblemError } from "./problemBody.ts";
export { type Retry } from "./problemKind.ts";
export { type ProblemCode, problems } from "./problems.ts";
