import { assert, Bug } from "@farthing/core";
import { type Entry, type EntryResult, OutcomeUnknown } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { followSite } from "../limits/followSites.ts";
import { noteRaise } from "../limits/noteRaise.ts";
import type { Question } from "../payments/answer.ts";
import { allowanceKeys, grantKey, standingKey } from "../payments/keys.ts";
import { approvalLimits } from "./approvalEntry.ts";
import { type EnrolledRows, enrolRows } from "./enrol.ts";
import { readDecided } from "../payments/decidedBy.ts";
import { type Approval, entryOf, type Plan, planApproval } from "./plan.ts";

/** What the ledger said to an approval. */
export interface Settled {
  readonly question: Question;
  readonly result: EntryResult;
  /** The allowance that the frame's key is enrolled under now; null for none. */
  readonly allowance: string | null;
  /** Somebody else's approval was first: this grant is answered. */
  readonly late: boolean;
}

// A standing allowance can appear or end between reading and writing; twice in a row is not chance any more.
const attemptsMax = 3;

/**
 * Pays and grants, in one journal entry (rule 2). Rows first, ledger last: rows without limits in the
 * ledger can do nothing, and go again when it refuses. Repeating an approval changes nothing and is
 * answered as before. One at a time for a grant (`inTurn`).
 */
export async function settle(deps: Deps, approval: Approval): Promise<Settled> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const plan = await planApproval(deps, approval, attempt);
    const settled = await attemptOnce(deps, plan, attempt);
    if (settled !== "changed-meanwhile") return settled;
  }
  throw new Bug("must hold: an allowance does not come and go three times during one approval");
}

async function attemptOnce(
  deps: Deps,
  plan: Plan,
  attempt: number,
): Promise<Settled | "changed-meanwhile"> {
  const { approval } = plan;
  const rows = await writeRows(deps, plan);
  const device = rows?.device ?? null;
  const replaced = rows?.replaced ?? null;
  const paying = entryOf(deps, plan, { device, replaced, pays: true, attempt });
  const enrolment = enrolmentOf(plan, device);
  const question = {
    id: paying.entry.id,
    limits: approvalLimits({ ...paying.command, pays: true }),
    enrolment,
    decided: readDecided(approval.agreement.by ?? undefined),
  };
  const submit = (entry: Entry) => submitOrTakeBack(deps, entry, rows);
  const result = await submit(paying.entry);
  const settled = { question, result, allowance: enrolment?.allowance ?? null, late: false };
  if (isDone(result)) {
    const { merchant_id: merchant } = approval.grant.row;
    const { payer } = approval;
    deps.risk.paid({ payer, merchant, price: plan.offer.amount, at: deps.clock.now() });
    if (approval.later === undefined) deps.risk.checked(payer);
    if (plan.merchantDay.opens !== null) await followSite(deps, { payer, merchant });
    if (plan.enrol?.raises === true) await noteRaise(deps, payer);
    return settled;
  }
  const standing = standingKey(approval.payer, approval.grant.row.merchant_id);
  const grant = grantKey(approval.grant.row.id);
  const paid = takenBy(result);
  let refusal = result;
  if (paid !== null && paid !== grant && paid !== standing) {
    // The resource is owned already: nothing is paid, and the key is enrolled all the same.
    if (device === null) return settled;
    refusal = await submit(entryOf(deps, plan, { device, replaced, pays: false, attempt }).entry);
    if (isDone(refusal)) {
      deps.risk.checked(approval.payer);
      if (plan.enrol?.raises === true) await noteRaise(deps, approval.payer);
      return settled;
    }
  }
  await rows?.takeBack();
  const taken = takenBy(refusal);
  if (taken === grant) return { ...settled, allowance: null, late: true };
  const changed = taken === standing || refusal.status === "claim_not_held";
  return changed ? "changed-meanwhile" : { ...settled, allowance: null };
}

/** Refused before the ledger took it, an entry leaves no rows; one that may be in the journal must keep them. */
async function submitOrTakeBack(
  deps: Deps,
  entry: Entry,
  rows: EnrolledRows | null,
): Promise<EntryResult> {
  try {
    return await deps.ledger.submitEntry(entry);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) await rows?.takeBack();
    throw error;
  }
}

function isDone({ status }: EntryResult): boolean {
  return status === "created" || status === "exists";
}

/** The claim that somebody else's entry holds, if that is why. */
function takenBy({ status, at }: EntryResult): bigint | null {
  return status === "claim_taken" ? (at?.key ?? null) : null;
}

function writeRows(deps: Deps, { approval, enrol }: Plan): Promise<EnrolledRows | null> {
  if (enrol === null) return Promise.resolve(null);
  return enrolRows(deps, {
    grant: approval.grant,
    payer: approval.payer,
    allowance: enrol.row ?? enrol.allowance,
    device: enrol.device,
  });
}

function enrolmentOf({ enrol }: Plan, device: string | null): Question["enrolment"] {
  if (device === null) return null;
  assert(enrol !== null, "a device is enrolled under an allowance");
  return { allowance: enrol.allowance, allowanceKeys: allowanceKeys(enrol.allowance) };
}
