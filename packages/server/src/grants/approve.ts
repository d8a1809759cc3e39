import { assert, ProblemError, toBase64url, utf8 } from "@farthing/core";
import { OutcomeUnknown } from "@farthing/ledger";
import type { ApproveResponse, PaymentOutcome } from "@farthing/protocol";
import type { Decision } from "@farthing/risk";
import type { SignedInBefore } from "../checkups/newBrowserRow.ts";
import type { Deps } from "../deps.ts";
import { heldPayment } from "../holds/heldPayment.ts";
import type { RequestState } from "../http/context.ts";
import { tellHold } from "../mail/tellHold.ts";
import { readOffer } from "../offers/readOffer.ts";
import { answer } from "../payments/answer.ts";
import { decidedText, readDecided } from "../payments/decidedBy.ts";
import { isOwned } from "../payments/greet.ts";
import { holdMsOf, judgeApproval } from "../risk/judgeApproval.ts";
import { sha256 } from "../sha256.ts";
import { createPayer, payerOfPasskey } from "../wallets/passkeyPayer.ts";
import { welcome } from "../wallets/welcome.ts";
import { evidenceOf } from "./evidence.ts";
import {
  type Agreement,
  agreementOf,
  type Grant,
  isUnderWay,
  loadGrant,
  noteGrant,
} from "./grant.ts";
import { capsOf } from "../limits/caps.ts";
import { presetFor } from "../limits/presetFor.ts";
import { finishGrant } from "./finish.ts";
import { inTurn } from "./inTurn.ts";
import { openOwned } from "./openOwned.ts";
import type { Approval } from "./plan.ts";
import { requireWithin } from "./limits.ts";
import { loadPaidGrant } from "./recover.ts";
import { approvedOutcome } from "./result.ts";
import { returnNonce } from "./returnNonce.ts";
import { refusal, statusesTaking } from "./rules.ts";
import { settle } from "./settle.ts";
import { termsChallenge } from "./terms.ts";

/**
 * The passkey's answer on the wallet's page. `onPayer` hears who it was, once, before anything is paid. `browser`: the one
 * that answered, as `browserName` says it, where anybody knows. `before`: who was signed in there.
 */
export interface ApproveCommand {
  readonly id: string;
  readonly credential: Record<string, unknown>;
  readonly onPayer: (payer: string) => Promise<void>;
  readonly browser?: string | null;
  readonly before?: SignedInBefore | null;
}

/**
 * One approval: makes or finds the wallet, pays, and enrols the frame's key (rule 2); with `open` it only opens what was
 * paid before. The same answer of the passkey again hears the same. Declined, the request stays open and may be approved
 * again. One at a time for a grant: which approval is under way, and whose rows are taken back, is written beside it.
 */
export function approve(
  deps: Deps,
  command: ApproveCommand,
  state: RequestState,
): Promise<ApproveResponse> {
  return inTurn(deps, command.id, () => approveAlone(deps, command, state));
}

async function approveAlone(
  deps: Deps,
  command: ApproveCommand,
  state: RequestState,
): Promise<ApproveResponse> {
  const grant = await loadPaidGrant(deps, command.id);
  noteGrant(state, grant);
  const credential = toBase64url(sha256(utf8(JSON.stringify(command.credential))));
  const returnTo = returnAddress(deps, grant);
  if (grant.status === "approved" && agreementOf(grant).answer?.credential === credential) {
    return { outcome: approvedOutcome(deps, grant), returnTo: returnTo.href };
  }
  const approver = await approverOf(deps, grant, { ...command, hash: credential });
  if ("declined" in approver) return { outcome: approver.declined, returnTo: returnTo.href };
  const { payer, agreement } = approver;
  const evidence = evidenceOf(agreement, command.credential);
  const approval = { grant, agreement, payer, evidence };
  try {
    return {
      outcome: await outcomeOf(deps, approval, command),
      returnTo: returnTo.href,
    };
  } catch (error) {
    if (error instanceof OutcomeUnknown)
      return { outcome: { kind: "unknown" }, returnTo: returnTo.href };
    await endAnswer(deps, approval);
    throw error;
  }
}

/** The agreement as its approval begins, with what the policy said of it: that is kept, so that a retry hears the same. */
function beginning(
  grant: Grant,
  credential: string,
  said: Pick<Agreement, "by" | "notice">,
): Agreement {
  const { by, notice } = said;
  return { ...agreementOf(grant), by, notice, answer: { credential, entry: null, over: false } };
}

/** Nothing of it is on its way to the ledger: from now on the request may be given up, or agreed to anew. */
export async function endAnswer(deps: Deps, { grant, agreement }: Approval): Promise<void> {
  assert(agreement.answer !== null, "an approval was begun");
  const ended: Agreement = { ...agreement, answer: { ...agreement.answer, over: true } };
  await deps.store
    .updateTable("grants")
    .set({ terms: JSON.stringify(ended) })
    .where("id", "=", grant.row.id)
    .where("terms", "=", JSON.stringify(agreement))
    .execute();
}

/** Pays and grants, or with `open` only opens what was paid before; writes down what came of it. */
export async function outcomeOf(
  deps: Deps,
  approval: Approval,
  { browser = null, before = null }: Pick<ApproveCommand, "browser" | "before">,
): Promise<PaymentOutcome> {
  const { grant, agreement, payer } = approval;
  const isOpening = agreement.terms.choice === "open";
  const settled = isOpening ? await openOwned(deps, approval) : await settle(deps, approval);
  // The request stays open: the payer may choose to pay.
  if (settled === null) {
    await endAnswer(deps, approval);
    return { kind: "declined", reason: "not-owned" };
  }
  if ("late" in settled && settled.late) throw new ProblemError("grant-used");
  const { question, result } = settled;
  const outcome = answer(deps, question, result);
  if (!("payment" in outcome)) {
    if (outcome.kind !== "unknown") await endAnswer(deps, approval);
    return outcome;
  }
  const allowance = "allowance" in settled ? settled.allowance : null;
  const { payment } = outcome;
  const { row } = grant;
  const entry = question.id;
  const there = { browser, before };
  await finishGrant(deps, { row, agreement, payer, entry, payment, allowance, ...there });
  const isTold = outcome.kind === "held" || (outcome.kind === "captured" && agreement.notice);
  if (isTold) await tellHold(deps, heldPayment(deps, payment));
  return outcome;
}

/** Who approved, and what of; or why the policy has nobody pay this, whatever is proved. */
type Approver =
  | { readonly payer: string; readonly agreement: Agreement }
  | { readonly declined: PaymentOutcome & { kind: "declined" } };

/** Who approved: the passkey is checked the first time its answer is seen, and believed after that. */
async function approverOf(
  deps: Deps,
  grant: Grant,
  command: ApproveCommand & { hash: string },
): Promise<Approver> {
  const agreement = agreementOf(grant);
  const known = agreement.answer?.credential === command.hash ? grant.row.payer_id : null;
  if (known !== null && isUnderWay(agreement)) {
    return { payer: known, agreement: beginning(grant, command.hash, agreement) };
  }
  // Another answer would take the mark of the one that may still pay.
  if (grant.status !== "opened" || isUnderWay(agreement)) {
    throw new ProblemError(refusal[grant.status]);
  }
  const payer = known ?? (await payerOf(deps, agreement, command));
  if (known === null) await requireOwnCaps(deps, agreement, payer);
  const decision = await judgeApprover(deps, grant, { ...command, payer });
  if (decision?.kind === "decline") return { declined: declinedBy(decision) };
  const begun = beginning(grant, command.hash, saidBy(decision));
  const { numUpdatedRows } = await deps.store
    .updateTable("grants")
    .set({ terms: JSON.stringify(begun), payer_id: payer })
    .where("id", "=", grant.row.id)
    .where("terms", "=", grant.row.terms)
    .where("status", "in", statusesTaking("approve"))
    .where("expires_at", ">", deps.clock.now())
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) {
    const now = await loadGrant(deps, grant.row.id);
    throw new ProblemError(refusal[now.status]);
  }
  if (known === null) await command.onPayer(payer);
  return { payer, agreement: begun };
}

/**
 * The policy, now that it is known whose wallet it is; null where nothing is to be paid. Throws `hold-not-agreed` when the
 * payment must be held for longer than the page said; the payer is signed in then, so that the page can say so.
 */
async function judgeApprover(
  deps: Deps,
  grant: Grant,
  { payer, onPayer }: { payer: string; onPayer: ApproveCommand["onPayer"] },
): Promise<Decision | null> {
  const { row, agreement } = grant;
  const offer = readOffer(deps, row.offer);
  const paysNothing = agreement?.terms.choice === "open" || isOwned(deps, { payer }, offer);
  if (paysNothing) return null;
  const decision = await judgeApproval(deps, { payer, row, offer });
  const agreed = agreement?.terms.holdMs ?? 0;
  if (holdMsOf(decision) <= agreed) return decision;
  await onPayer(payer);
  throw new ProblemError("hold-not-agreed");
}

/** What the payer hears of what the policy declines, or would have held where nothing can be. */
export function declinedBy(decision: Decision): PaymentOutcome & { kind: "declined" } {
  const decided = readDecided(decidedText(decision));
  const reason = decision.kind === "decline" ? decision.reason : "too-risky";
  return { kind: "declined", reason, ...(decided === null ? {} : { decided }) };
}

function saidBy(decision: Decision | null): Pick<Agreement, "by" | "notice"> {
  if (decision === null) return { by: null, notice: false };
  const notice = decision.kind === "step-up" && decision.notice;
  return { by: decidedText(decision), notice };
}

/** The terms were fixed before it was known whose wallet it is, or before its preset was lowered. */
async function requireOwnCaps(deps: Deps, { terms }: Agreement, payer: string): Promise<void> {
  if (terms.limits === null) return;
  requireWithin(terms.limits, capsOf(deps, await presetFor(deps, payer)), deps.clock.now());
}

/** The wallet of a passkey's answer that nobody checked yet; a new one is made. */
async function payerOf(
  deps: Deps,
  { newPayer, terms }: Agreement,
  { credential, browser = null }: ApproveCommand,
): Promise<string> {
  const passkey = { credential, challenge: termsChallenge(terms) };
  if (newPayer !== null) await createPayer(deps, { ...passkey, payer: newPayer, browser });
  const payer = newPayer ?? (await payerOfPasskey(deps, passkey));
  // A wallet whose welcome was cut short by a crash gets it now.
  await welcome(deps, payer);
  return payer;
}

/** The page to go back to, with the nonce by which the merchant's server claims the receipt. */
export function returnAddress(deps: Deps, { row }: Grant): URL {
  const address = new URL(row.return_to);
  address.searchParams.set("farthing", toBase64url(returnNonce(deps, row.id)));
  return address;
}
