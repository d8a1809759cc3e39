export { type Brake, type BrakeState, fraudRate, stepBrake, stricterBrake } from "./brake.ts";
export {
  type AllowanceFacts,
  type ClickCounts,
  type CounterName,
  decide,
  type DecidedBy,
  type Decision,
  type DecisionFacts,
  type MerchantLines,
  type StepUpWhy,
  type WeighedReason,
} from "./decide.ts";
export type { PaymentLabel } from "./label.ts";
export { findUnusual, type SeenPayment, type Unusual } from "./findUnusual.ts";
export { defaultPolicy } from "./policy/defaultPolicy.ts";
export { type Gesture, holdHoursOf } from "./policy/gesture.ts";
export {
  parsePolicy,
  parseTakenPolicy,
  type PolicyFault,
  policyLine,
} from "./policy/parsePolicy.ts";
export type {
  AgentFigures,
  Band,
  Policy,
  PolicyRow,
  Preset,
  PresetName,
  ReasonCode,
  Trust,
} from "./policy/policy.ts";
export { presetNames } from "./policy/policy.ts";
export { isNewDevice } from "./score/isNewDevice.ts";
export {
  type Risk,
  type Score,
  type ScoreTime,
  scoreSignals,
  type Signals,
  tryScore,
} from "./score/score.ts";
