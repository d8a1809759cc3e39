import { hour, type Instant, type Money } from "@farthing/core";
import type { BrakeState } from "./brake.ts";
import { type Gesture, holdHoursOf, strictness } from "./policy/gesture.ts";
import type {
  Band,
  Policy,
  PolicyRow,
  Preset,
  PresetName,
  ReasonCode,
  Trust,
} from "./policy/policy.ts";
import type { Risk } from "./score/score.ts";

/** The payer's standing permission for this merchant, as the ledger's limits know it. */
export interface AllowanceFacts {
  /** Most that one click may take. */
  readonly perClick: Money;
  readonly expiresAt: Instant;
}

/** What the merchant set for its own pages, in the smallest unit; null: nothing. It only ever asks for more. */
export interface MerchantLines {
  /** Above this price a passkey is asked for. */
  readonly askAbove: bigint | null;
  /** Nothing is sold above this price. */
  readonly neverAbove: bigint | null;
}

/** Payments of this payer lately, without this one. */
export interface ClickCounts {
  readonly per10s: number;
  readonly per10min: number;
  readonly perDay: number;
}

/** What is known when a payment is proposed. */
export interface DecisionFacts {
  readonly policy: Policy;
  readonly preset: PresetName;
  readonly price: Money;
  readonly now: Instant;
  readonly trust: Trust;
  /** Null: it could not be told, or not in time. */
  readonly risk: Risk | null;
  readonly clicks: ClickCounts;
  /** The last passkey check with user verification; null for none. */
  readonly lastCheckAt: Instant | null;
  /** Enrolled lately on a wallet that is older. */
  readonly isNewDevice: boolean;
  /** An agent's key, or an open tab: the only payers that may pay without a gesture (rule 1). */
  readonly mayPayUnasked: boolean;
  /** How the platform's fraud stands against `brakeBasisPoints`. */
  readonly brake: BrakeState;
  readonly merchant: MerchantLines;
  /** Null when none stands. */
  readonly allowance: AllowanceFacts | null;
}

/** What decided beside the table. */
export type CounterName =
  | "clicks-per-10s"
  | "clicks-per-10min"
  | "clicks-per-day"
  | "check-age"
  | "new-device"
  | "platform-brake"
  | "allowance"
  | "per-click"
  | "merchant-asks"
  | "merchant-never"
  | "policy-date"
  | "policy-asset";

/** Why a passkey is asked for: the words of the wire's step-up reasons. */
export type StepUpWhy = "over-per-click" | "allowance-ended" | "check-due";

/** A reason of the score, and what it weighed in the policy that held. */
export interface WeighedReason {
  readonly code: ReasonCode;
  readonly weight: number;
}

/** What named the gesture: policy, row, band and trust, and the counter that asked for more than the row. */
export interface DecidedBy {
  readonly policy: string;
  readonly row: string;
  readonly band: Band;
  readonly trust: Trust;
  readonly counter: CounterName | null;
  readonly gesture: Gesture;
  /** What the band was made of; null: there was no score, or not in time. */
  readonly reasons: readonly WeighedReason[] | null;
}

/**
 * What a payment needs: `click` is covered by the device key's signature (or by nothing, for N), `step-up` needs a
 * passkey with user verification (assurance level 2) and perhaps a hold after it, `decline` cannot be paid.
 */
export type Decision = DecidedBy &
  (
    | { readonly kind: "click" }
    | {
        readonly kind: "step-up";
        readonly level: 2;
        readonly reason: StepUpWhy;
        /** After the passkey: how long the money is held before it moves; 0: it moves at once. */
        readonly holdHours: number;
        /** The payer's other devices are told. */
        readonly notice: boolean;
      }
    | {
        readonly kind: "decline";
        readonly reason: "daily-limit-reached" | "too-risky" | "above-site-price";
      }
  );

/** One ask: who asks, and for how much. */
interface Ask {
  readonly gesture: Gesture;
  readonly counter: CounterName | null;
  readonly why: StepUpWhy;
}

/**
 * The strictest of the policy's row, its counters, the payer's allowance, the merchant's own lines and the platform's brake; the first to ask for
 * as much names it. Pure. Limits of money are the ledger's own, in the payment's entry. Whatever is unsure (no score,
 * another asset, a policy not yet in force) asks for more, never less.
 */
export function decide(facts: DecisionFacts): Decision {
  const { policy, price, trust } = facts;
  const band = facts.risk?.band ?? "raised";
  const row = policy.rows.find(({ upTo }) => price.amount <= upTo);
  const ask = strictest(facts, row, band);
  const by: DecidedBy = {
    policy: policy.version,
    row: row?.name ?? "above-all-rows",
    band,
    trust,
    counter: ask.counter,
    gesture: ask.gesture,
    reasons: weighed(facts),
  };
  if (ask.gesture === "D") {
    if (ask.counter === "merchant-never")
      return { ...by, kind: "decline", reason: "above-site-price" };
    // No wallet's 24-hour line reaches what the table declines for every risk: that reason is true for both.
    const reason =
      row !== undefined && row.gestures.low[trust] !== "D" ? "too-risky" : "daily-limit-reached";
    return { ...by, kind: "decline", reason };
  }
  if (ask.gesture === "N" || ask.gesture === "C") return { ...by, kind: "click" };
  return { ...by, kind: "step-up", level: 2, reason: ask.why, ...afterCheck(ask.gesture) };
}

function weighed({ risk, policy }: DecisionFacts): DecidedBy["reasons"] {
  if (risk === null) return null;
  return risk.reasons.map((code) => ({ code, weight: policy.scoring.weights[code] }));
}

function afterCheck(gesture: Gesture): { holdHours: number; notice: boolean } {
  const holdHours = holdHoursOf(gesture);
  return { holdHours, notice: holdHours > 0 || gesture === "U+notice" };
}

function strictest(facts: DecisionFacts, row: PolicyRow | undefined, band: Band): Ask {
  const table = row?.gestures[band][facts.trust] ?? "D";
  const least: Gesture = table === "N" && !facts.mayPayUnasked ? "C" : table;
  let most: Ask = { gesture: least, counter: null, why: whyOfRow(facts, row) };
  for (const [counter, why, asks] of counters) {
    if (strictness(most.gesture) >= strictness("U")) break;
    if (asks(facts, facts.policy.presets[facts.preset])) most = { gesture: "U", counter, why };
  }
  const isSold = !isAbove(facts, facts.merchant.neverAbove);
  if (isSold || most.gesture === "D") return most;
  return { gesture: "D", counter: "merchant-never", why: most.why };
}

/** A row that no risk makes dearer speaks of the price, any other of a check. */
function whyOfRow({ trust }: DecisionFacts, row: PolicyRow | undefined): StepUpWhy {
  const low = row?.gestures.low[trust] ?? "D";
  return strictness(low) >= strictness("U") ? "over-per-click" : "check-due";
}

type Counter = readonly [
  name: CounterName,
  why: StepUpWhy,
  asks: (facts: DecisionFacts, preset: Preset) => boolean,
];

/** Each asks for U, in the order in which it names itself. */
const counters: readonly Counter[] = [
  ["policy-asset", "check-due", ({ price, policy }) => price.asset !== policy.asset],
  ["policy-date", "check-due", ({ now, policy }) => !(policy.effectiveFrom <= now)],
  [
    "allowance",
    "allowance-ended",
    ({ allowance, now }) => !(allowance !== null && allowance.expiresAt > now),
  ],
  [
    "per-click",
    "over-per-click",
    ({ allowance, price }) =>
      allowance?.perClick.asset !== price.asset || price.amount > allowance.perClick.amount,
  ],
  ["merchant-asks", "check-due", (facts) => isAbove(facts, facts.merchant.askAbove)],
  [
    "platform-brake",
    "check-due",
    ({ brake, price, policy }) =>
      brake === "all-clicks" || (brake === "dear-clicks" && price.amount > policy.checkAgeAbove),
  ],
  [
    "new-device",
    "check-due",
    ({ isNewDevice, price }, preset) => isNewDevice && price.amount > preset.newDeviceUpTo,
  ],
  [
    "check-age",
    "check-due",
    (facts, preset) => facts.price.amount > facts.policy.checkAgeAbove && isCheckOld(facts, preset),
  ],
  ["clicks-per-10s", "check-due", ({ clicks }, preset) => clicks.per10s >= preset.clicks.per10s],
  [
    "clicks-per-10min",
    "check-due",
    ({ clicks }, preset) => clicks.per10min >= preset.clicks.per10min,
  ],
  ["clicks-per-day", "check-due", ({ clicks }, preset) => clicks.perDay >= preset.clicks.perDay],
];

function isAbove({ price }: DecisionFacts, line: bigint | null): boolean {
  return line !== null && price.amount > line;
}

function isCheckOld({ lastCheckAt, now }: DecisionFacts, { checkAgeHours }: Preset): boolean {
  // A check in the future is a clock that stepped: not believed.
  return lastCheckAt === null || lastCheckAt > now || now - lastCheckAt > checkAgeHours * hour;
}
