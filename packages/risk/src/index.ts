export {
  type AllowanceFacts,
  decide,
  type Decision,
  type DecisionFacts,
  type StepUpWhy,
} from "./decide.ts";
export { balancedPolicy, type Gesture, type Policy, type PolicyRow } from "./policy.ts";
