import { assert, hour, type Instant, instant } from "@farthing/core";
import type { Gesture, PaymentOutcome } from "@farthing/protocol";
import {
  decide,
  type DecidedBy,
  type Decision,
  isNewDevice,
  type Policy,
  type Risk,
  type Signals,
} from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { capsOf } from "../limits/caps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import type { ReadOffer } from "../offers/readOffer.ts";
import { decidedText, readDecided } from "../payments/decidedBy.ts";
import { needsConfirm } from "../payments/confirmFor.ts";
import type { Enrolment } from "../payments/enrolment.ts";
import { scoreInTime } from "./scoreInTime.ts";

/** What the policy asks for a click, and what named it. `outcome` null: it may be paid. */
export interface Judged {
  readonly by: DecidedBy;
  readonly outcome: Refusal | null;
}

/** What is to be paid, by which key, to whom. */
interface Asks {
  readonly enrolment: Enrolment;
  readonly offer: ReadOffer;
  readonly merchant: Pick<Merchant, "lines">;
}

type Refusal = Extract<PaymentOutcome, { kind: "declined" | "step-up" }>;

/**
 * What the policy asks for this click. The allowance's own lines and all other limits of money are
 * judged in the ledger's entry. Reads memory, and for a dear click one limit of the ledger.
 */
export function judgeClick(deps: Deps, { gesture, ...ask }: Asks & { gesture: Gesture }): Judged {
  const unasked = gesture === "none";
  const decision = decideClick(deps, { ...ask, unasked });
  deps.metrics.decision(decision);
  const asks = askOf(decision, unasked);
  if (asks !== null) {
    const decided = readDecided(decidedText(decision));
    return { by: decision, outcome: { ...asks, ...(decided === null ? {} : { decided }) } };
  }
  const isBare = gesture === "click" && needsConfirm(deps.config, ask.offer.amount);
  const outcome = isBare ? ({ kind: "step-up", level: 2, reason: "confirm" } as const) : null;
  return { by: decision, outcome };
}

function askOf(decision: Decision, unasked: boolean): Refusal | null {
  if (decision.kind === "decline") return { kind: "declined", reason: decision.reason };
  if (decision.kind === "step-up") return { kind: "step-up", level: 2, reason: decision.reason };
  // What needs a click needs a person, where nobody clicks.
  if (unasked && decision.gesture !== "N") {
    return { kind: "step-up", level: 2, reason: "check-due" };
  }
  return null;
}

/**
 * Whether a passkey in the frame is not the way: nothing pays what the policy declines, and the system's dialog cannot say
 * that a payment is held, or that others are told of it. The wallet's page can.
 */
export function isPageOnly(decision: Decision): boolean {
  return decision.kind === "decline" || (decision.kind === "step-up" && decision.notice);
}

/** What the policy says of a click, whatever was proved: also a passkey pays none of what it declines. */
export function decideClick(
  deps: Deps,
  { enrolment, offer, merchant, unasked }: Asks & { unasked: boolean },
): Decision {
  const { config } = deps;
  assert(offer.claims.asset === config.asset, "our offers are in our asset");
  const now = deps.clock.now();
  const policy = deps.policies.current(now);
  const price = { amount: offer.amount, asset: config.asset };
  const ages = agesOf(enrolment, now);
  return decide({
    policy,
    preset: enrolment.preset,
    price,
    now,
    // A guest agreed to nothing with a passkey, however often they bought (rule 21).
    trust: enrolment.isGuest ? "first" : "trusted",
    risk: riskOf(deps, policy, { enrolment, price: offer.amount, ages, now }),
    clicks: deps.risk.clicks(enrolment.payer, now),
    lastCheckAt: offer.amount > policy.checkAgeAbove ? lastCheckAt(deps, enrolment) : null,
    isNewDevice: isNewDevice(ages, policy.newDeviceHours * hour),
    mayPayUnasked: unasked,
    brake: deps.brake.state(now),
    merchant: merchant.lines,
    // The line itself is the ledger's; one that was agreed to under a higher preset is still there.
    allowance: {
      perClick: { ...price, amount: capsOf(deps, enrolment.preset).perClick },
      expiresAt: instant(now + 1),
    },
  });
}

/** Milliseconds. */
function agesOf({ deviceSince, payerSince, allowanceSince, raisedAt }: Enrolment, now: Instant) {
  return {
    deviceAgeMs: now - deviceSince,
    accountAgeMs: now - payerSince,
    merchantAgeMs: now - allowanceSince,
    raisedAgoMs: raisedAt === null ? null : now - raisedAt,
  };
}

interface ClickFacts {
  readonly enrolment: Enrolment;
  readonly price: bigint;
  readonly ages: ReturnType<typeof agesOf>;
  readonly now: Instant;
}

function riskOf(
  deps: Deps,
  policy: Policy,
  { enrolment, price, ages, now }: ClickFacts,
): Risk | null {
  const { payer, merchant, device } = enrolment;
  const { risk } = deps;
  return scoreInTime(deps, policy, (): Signals => ({
    ...ages,
    price,
    clicksPer10min: risk.clicks(payer, now).per10min,
    usualPrice: risk.usualPrice(merchant),
    smallInARow: risk.smallInARow(payer, merchant),
    counterConflicts: risk.conflicts({ payer, device, now }),
  }));
}

/** The limit between two checks is set to nothing by U alone: when that was is in the ledger. */
function lastCheckAt({ ledger }: Deps, { payerKeys }: Enrolment): Instant | null {
  return ledger.lookupLimits([payerKeys.sinceCheck])[0]?.resetAt ?? null;
}
