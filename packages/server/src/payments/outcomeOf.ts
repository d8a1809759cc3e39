import type { ProblemCode } from "@farthing/core";
import type { EntryResult, EntryStatus } from "@farthing/ledger";
import type { DeclineReason, StepUpReason } from "@farthing/protocol";
import type { LimitKind } from "./keys.ts";

/** What the ledger's answer means for a payer. `bug`: an answer that a payment entry cannot get. */
export type Verdict =
  | { readonly kind: "captured" }
  | { readonly kind: "owned" }
  | { readonly kind: "step-up"; readonly reason: StepUpReason }
  | { readonly kind: "declined"; readonly reason: DeclineReason }
  | { readonly kind: "problem"; readonly code: ProblemCode }
  | { readonly kind: "bug" };

type LimitStatus = "limit_exceeded" | "limit_closed" | "limit_expired";

const captured: Verdict = { kind: "captured" };
const bug: Verdict = { kind: "bug" };
const stepUp = (reason: StepUpReason): Verdict => ({ kind: "step-up", reason });
const declined = (reason: DeclineReason): Verdict => ({ kind: "declined", reason });
const problem = (code: ProblemCode): Verdict => ({ kind: "problem", code });

/** Every answer of the ledger: a new one does not compile until somebody says what it means here. */
const byStatus: Record<Exclude<EntryStatus, LimitStatus>, Verdict> = {
  created: captured,
  exists: captured,
  exists_with_different_facts: problem("counter-conflict"),
  clock_skew: problem("clock-skew"),
  claim_taken: { kind: "owned" },
  counter_not_found: problem("device-unknown"),
  counter_closed: declined("device-revoked"),
  counter_conflict: problem("counter-conflict"),
  // A device row without limits in the ledger: the approval never went through.
  limit_not_found: problem("device-unknown"),
  exceeds_credits: declined("insufficient-balance"),
  debit_account_not_found: declined("insufficient-balance"),
  id_must_be_u128: bug,
  entry_too_large: bug,
  memo_too_long: bug,
  commitment_must_be_32_bytes: bug,
  facts_must_be_32_bytes: bug,
  key_must_be_u128: bug,
  account_id_must_be_u128: bug,
  flags_are_mutually_exclusive: bug,
  accounts_must_be_different: bug,
  closing_transfer_must_be_pending: bug,
  amount_must_be_between_0_and_max: bug,
  asset_must_be_code_and_scale: bug,
  code_must_be_between_1_and_65535: bug,
  timeout_must_be_between_0_and_max: bug,
  window_must_be_bounded: bug,
  expiry_must_be_an_instant: bug,
  time_must_be_an_instant: bug,
  expiry_is_the_engines: bug,
  account_exists_with_different_asset: bug,
  account_exists_with_different_code: bug,
  account_exists_with_different_flags: bug,
  claim_not_held: bug,
  limit_exists_with_different_kind: bug,
  credit_account_not_found: bug,
  accounts_must_have_the_same_asset: bug,
  transfer_must_have_the_same_asset_as_accounts: bug,
  pending_transfer_not_found: bug,
  exceeds_pending_transfer_amount: bug,
  pending_transfer_already_posted: bug,
  pending_transfer_already_voided: bug,
  pending_transfer_expired: bug,
  pending_transfer_not_expired: bug,
  debit_account_already_closed: bug,
  credit_account_already_closed: bug,
  overflows_debits: bug,
  overflows_credits: bug,
  exceeds_debits: bug,
};

/** A limit that refused, by which limit it was and how. The payer's own limits never expire. */
const byLimit: Record<LimitKind, Record<LimitStatus, Verdict>> = {
  "allowance-click": allowanceLine("over-per-click"),
  "allowance-24h": allowanceLine("over-24h"),
  "allowance-total": allowanceLine("over-total"),
  "payer-24h": payerLine(declined("daily-limit-reached")),
  "payer-30d": payerLine(declined("monthly-limit-reached")),
  "payer-since-check": payerLine(stepUp("check-due")),
  "payer-top-up-24h": payerLine(problem("top-up-refused")),
  // The frame enrols afresh; a dearer click needs a passkey.
  "device-click": {
    limit_exceeded: stepUp("over-per-click"),
    limit_expired: declined("device-revoked"),
    limit_closed: declined("device-revoked"),
  },
};

function allowanceLine(over: StepUpReason): Record<LimitStatus, Verdict> {
  return {
    limit_exceeded: stepUp(over),
    limit_expired: stepUp("allowance-ended"),
    limit_closed: declined("allowance-revoked"),
  };
}

function payerLine(over: Verdict): Record<LimitStatus, Verdict> {
  return { limit_exceeded: over, limit_expired: bug, limit_closed: bug };
}

/** `kinds`: which limit each use of the submitted entry was, in order. */
export function outcomeOf(
  result: Pick<EntryResult, "status" | "at">,
  kinds: readonly LimitKind[],
): Verdict {
  const { status, at } = result;
  if (!isLimitStatus(status)) return byStatus[status];
  const kind = at?.part === "use" ? kinds[at.index] : undefined;
  // A refused change of limits (`set` on a revoked allowance) speaks of the allowance.
  return byLimit[kind ?? "allowance-click"][status];
}

const sums: readonly LimitKind[] = [
  "allowance-24h",
  "allowance-total",
  "payer-24h",
  "payer-30d",
  "payer-since-check",
];
const limitsOfClick: readonly LimitKind[] = ["allowance-click", ...sums];
const limitsOfCookieClick: readonly LimitKind[] = ["allowance-click", "device-click", ...sums];

/** The limits that a click by this key counts against, in the order of `paymentEntry`. */
export function clickLimits({ deviceClick }: { deviceClick: bigint | null }): readonly LimitKind[] {
  return deviceClick === null ? limitsOfClick : limitsOfCookieClick;
}

function isLimitStatus(status: EntryStatus): status is LimitStatus {
  return status === "limit_exceeded" || status === "limit_closed" || status === "limit_expired";
}
