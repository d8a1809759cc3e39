import { assert } from "@farthing/core";
import type { GrantResult, PaymentOutcome } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { answerAgain } from "../payments/answer.ts";
import { allowanceLines, allowanceView } from "../payments/allowanceView.ts";
import { allowanceKeys } from "../payments/keys.ts";
import type { Grant } from "./grant.ts";
import { statusOf } from "./rules.ts";

/** What the frame is told about its grant: once approved, the receipt and the allowance of its key. */
export function grantResult(deps: Deps, grant: Grant): GrantResult {
  if (grant.status !== "approved") {
    return { status: statusOf(grant.status), outcome: null, allowance: null };
  }
  return {
    status: "approved",
    outcome: approvedOutcome(deps, grant),
    allowance: viewOf(deps, grant),
  };
}

/** The outcome of an approved grant: the same bytes every time. */
export function approvedOutcome(deps: Deps, { row, agreement }: Grant): PaymentOutcome {
  const entry = agreement?.answer?.entry ?? null;
  assert(entry !== null, "an approved grant names its entry");
  const stored = deps.ledger.lookupEntry(BigInt(entry));
  assert(stored !== null, "an approved grant's entry is in the journal");
  const enrolment =
    row.allowance_id === null
      ? null
      : { allowance: row.allowance_id, allowanceKeys: allowanceKeys(row.allowance_id) };
  return answerAgain(deps, { id: stored.id, limits: [], enrolment }, stored);
}

function viewOf(deps: Deps, { row }: Grant): GrantResult["allowance"] {
  if (row.allowance_id === null) return null;
  const lines = allowanceLines(deps, allowanceKeys(row.allowance_id));
  return lines === null ? null : allowanceView(deps, row.allowance_id, lines);
}
