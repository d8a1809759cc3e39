import type { ProblemCode } from "@farthing/core";
import {
  type AnswerStatus,
  type EntryResult,
  type EntryStatus,
  type MalformedStatus,
  malformedStatuses,
} from "@farthing/ledger";
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

/**
 * Every answer of the rules: a new one does not compile until somebody says what it means here. Answers at
 * the ledger's door (`MalformedStatus`) are bugs of ours: nothing that a payer sends gets that far.
 */
const byStatus: Record<Exclude<AnswerStatus, LimitStatus>, Verdict> = {
  created: captured,
  exists: captured,
  exists_with_different_flags: problem("counter-conflict"),
  exists_with_different_pending_id: problem("counter-conflict"),
  exists_with_different_timeout: problem("counter-conflict"),
  exists_with_different_debit_account_id: problem("counter-conflict"),
  exists_with_different_credit_account_id: problem("counter-conflict"),
  exists_with_different_amount: problem("counter-conflict"),
  exists_with_different_user_data_128: problem("counter-conflict"),
  exists_with_different_user_data_64: problem("counter-conflict"),
  exists_with_different_user_data_32: problem("counter-conflict"),
  exists_with_different_ledger: problem("counter-conflict"),
  exists_with_different_code: problem("counter-conflict"),
  exists_with_different_facts: problem("counter-conflict"),
  id_already_failed: problem("counter-conflict"),
  clock_skew: problem("clock-skew"),
  claim_taken: { kind: "owned" },
  counter_not_found: problem("device-unknown"),
  counter_closed: declined("device-revoked"),
  counter_conflict: problem("counter-conflict"),
  // A device row without limits in the ledger: the approval never went through.
  limit_not_found: problem("device-unknown"),
  exceeds_credits: declined("insufficient-balance"),
  debit_account_not_found: declined("insufficient-balance"),
  account_exists_with_different_flags: bug,
  account_exists_with_different_user_data_128: bug,
  account_exists_with_different_user_data_64: bug,
  account_exists_with_different_user_data_32: bug,
  account_exists_with_different_ledger: bug,
  account_exists_with_different_code: bug,
  claim_not_held: bug,
  limit_exists_with_different_kind: bug,
  linked_event_failed: bug,
  credit_account_not_found: bug,
  accounts_must_have_the_same_ledger: bug,
  transfer_must_have_the_same_ledger_as_accounts: bug,
  pending_transfer_not_found: bug,
  pending_transfer_not_pending: bug,
  pending_transfer_has_different_debit_account_id: bug,
  pending_transfer_has_different_credit_account_id: bug,
  pending_transfer_has_different_ledger: bug,
  pending_transfer_has_different_code: bug,
  exceeds_pending_transfer_amount: bug,
  pending_transfer_has_different_amount: bug,
  pending_transfer_already_posted: bug,
  pending_transfer_already_voided: bug,
  pending_transfer_expired: bug,
  pending_transfer_not_expired: bug,
  // A freeze closes a limit, and an erasure the account with it.
  debit_account_already_closed: declined("wallet-frozen"),
  // The operator's block closes the merchant's account.
  credit_account_already_closed: declined("merchant-blocked"),
  overflows_debits_pending: bug,
  overflows_credits_pending: bug,
  overflows_debits_posted: bug,
  overflows_credits_posted: bug,
  overflows_debits: bug,
  overflows_credits: bug,
  overflows_timeout: bug,
  exceeds_debits: bug,
};

/** A limit that refused, by which limit it was and how. The payer's own limits never expire. */
const byLimit: Record<LimitKind, Record<LimitStatus, Verdict>> = {
  "allowance-click": allowanceLine("over-per-click"),
  "allowance-24h": allowanceLine("over-24h"),
  "allowance-total": allowanceLine("over-total"),
  "payer-24h": payerLine(declined("daily-limit-reached")),
  "payer-30d": payerLine(declined("monthly-limit-reached")),
  "merchant-24h": payerLine(declined("merchant-limit-reached")),
  "payer-since-check": payerLine(stepUp("check-due")),
  "payer-top-up-24h": payerLine(problem("top-up-refused")),
  "tab-owed": tabLine("bill-due"),
  "tab-sales": tabLine("bill-due"),
  "tab-network-24h": tabLine("bill-network"),
  // The frame enrols afresh; a dearer click needs a passkey.
  "device-click": {
    limit_exceeded: stepUp("over-per-click"),
    limit_expired: declined("device-revoked"),
    limit_closed: declined("device-revoked"),
  },
  // It says which sites, not how much. Closed: the payer stopped this one.
  "agent-site": {
    limit_exceeded: bug,
    limit_expired: stepUp("allowance-ended"),
    limit_closed: declined("allowance-revoked"),
  },
};

function allowanceLine(over: StepUpReason): Record<LimitStatus, Verdict> {
  return {
    limit_exceeded: stepUp(over),
    limit_expired: stepUp("allowance-ended"),
    limit_closed: declined("allowance-revoked"),
  };
}

function tabLine(over: StepUpReason): Record<LimitStatus, Verdict> {
  return { limit_exceeded: stepUp(over), limit_expired: bug, limit_closed: stepUp("bill-closed") };
}

function payerLine(over: Verdict): Record<LimitStatus, Verdict> {
  return { limit_exceeded: over, limit_expired: bug, limit_closed: declined("wallet-frozen") };
}

/** `kinds`: which limit each use of the submitted entry was, in order. */
export function outcomeOf(
  result: Pick<EntryResult, "status" | "at">,
  kinds: readonly LimitKind[],
): Verdict {
  const { status, at } = result;
  if (isMalformed(status)) return bug;
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
  "merchant-24h",
  "payer-since-check",
];
const limitsOfClick: readonly LimitKind[] = ["allowance-click", ...sums];
const limitsOfCookieClick: readonly LimitKind[] = ["allowance-click", "device-click", ...sums];

/** The same for a program's payment: the site's line stands where a cookie's key has its own. */
export const agentLimits: readonly LimitKind[] = ["allowance-click", "agent-site", ...sums];
/** What a sale on a guest's tab counts against besides, in the order of `tabUse`. */
export const tabLimits: readonly LimitKind[] = ["tab-owed", "tab-sales", "tab-network-24h"];
const limitsOfGuestClick = [...limitsOfClick, ...tabLimits];
const limitsOfGuestCookieClick = [...limitsOfCookieClick, ...tabLimits];

/** The limits that a click by this key counts against, in the order of `paymentEntry`. */
export function clickLimits({
  deviceClick,
  isGuest = false,
}: {
  deviceClick: bigint | null;
  isGuest?: boolean;
}): readonly LimitKind[] {
  if (isGuest) return deviceClick === null ? limitsOfGuestClick : limitsOfGuestCookieClick;
  return deviceClick === null ? limitsOfClick : limitsOfCookieClick;
}

/** The same, of a click that is in the journal; one from before there was a limit of one merchant's day has no use of it. */
export function limitsOfUses(
  uses: readonly { readonly key: bigint }[],
  merchantDay: bigint,
): readonly LimitKind[] {
  const hasDay = uses.some(({ key }) => key === merchantDay);
  const count = uses.length + (hasDay ? 0 : 1);
  const all = [limitsOfCookieClick, limitsOfGuestClick, limitsOfGuestCookieClick];
  const kinds = all.find(({ length }) => length === count) ?? limitsOfClick;
  return hasDay ? kinds : kinds.filter((kind) => kind !== "merchant-24h");
}

const malformed: ReadonlySet<string> = new Set(malformedStatuses);

function isMalformed(status: EntryStatus): status is MalformedStatus {
  return malformed.has(status);
}

function isLimitStatus(status: AnswerStatus): status is LimitStatus {
  return status === "limit_exceeded" || status === "limit_closed" || status === "limit_expired";
}
