import { ProblemError, toBase64url, utf8 } from "@farthing/core";
import { OutcomeUnknown } from "@farthing/ledger";
import type { ApproveResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { noteOffer } from "../http/noteOffer.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import { decidedText } from "../payments/decidedBy.ts";
import { holdMsOf, judgeApproval } from "../risk/judgeApproval.ts";
import { openTab } from "../tabs/openTab.ts";
import { sha256 } from "../sha256.ts";
import { declinedBy, endAnswer, outcomeOf, returnAddress } from "./approve.ts";
import { type Agreement, agreementOf, type Grant, isUnderWay, noteGrant } from "./grant.ts";
import { inTurn } from "./inTurn.ts";
import { loadPaidGrant } from "./recover.ts";
import { approvedOutcome } from "./result.ts";
import { refusal, statusesTaking } from "./rules.ts";
import { guestTerms } from "./terms.ts";

/** A press on "Read now, pay later" (rule 21): `guest` is who, and `address` where they are. */
export interface PayLaterCommand {
  readonly id: string;
  readonly guest: string;
  readonly address: string;
}

// In the place of a passkey's answer: every press of this guest agrees to the same terms.
const answerOf = (guest: string) => toBase64url(sha256(utf8(`farthing/pay-later/v1 ${guest}`)));

/**
 * Puts a first payment on the guest's tab and enrols the frame's key under it, in one journal entry. The same press again
 * hears the same. Refused, the request stays open: the payer may use a wallet.
 */
export function payLater(
  deps: Deps,
  command: PayLaterCommand,
  state: RequestState,
): Promise<ApproveResponse> {
  return inTurn(deps, command.id, () => payLaterAlone(deps, command, state));
}

async function payLaterAlone(
  deps: Deps,
  { id, guest, address }: PayLaterCommand,
  state: RequestState,
): Promise<ApproveResponse> {
  const grant = await loadPaidGrant(deps, id);
  noteGrant(state, grant);
  const returnTo = returnAddress(deps, grant).href;
  if (grant.status === "approved" && isAnswer(grant, guest)) {
    return { outcome: approvedOutcome(deps, grant), returnTo };
  }
  await openTab(deps, guest);
  const begun = await begin(deps, grant, { guest, state });
  if ("declined" in begun) return { outcome: begun.declined, returnTo };
  const { agreement } = begun;
  const evidence = { kind: "pay-later" };
  const approval = { grant, agreement, payer: guest, evidence, later: { address } };
  try {
    return { outcome: await outcomeOf(deps, approval, {}), returnTo };
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { outcome: { kind: "unknown" }, returnTo };
    await endAnswer(deps, approval);
    throw error;
  }
}

function isAnswer({ agreement }: Grant, guest: string): boolean {
  return agreement?.answer?.credential === answerOf(guest);
}

type Begun =
  | { readonly agreement: Agreement }
  | { readonly declined: ReturnType<typeof declinedBy> };

/** Writes down what is agreed to before it is paid; a press that was cut off goes on under the same terms. */
async function begin(
  deps: Deps,
  grant: Grant,
  { guest, state }: { guest: string; state: RequestState },
): Promise<Begun> {
  if (isAnswer(grant, guest) && isUnderWay(grant.agreement)) {
    return { agreement: agreementOf(grant) };
  }
  if (grant.status !== "opened" || isUnderWay(grant.agreement)) {
    throw new ProblemError(refusal[grant.status]);
  }
  const offer = readOffer(deps, grant.row.offer);
  noteOffer(state, offer);
  // The merchant's own line: what the policy says alone does not name it where its row asks for a passkey anyway.
  const askAbove = (await merchantById(deps, grant.row.merchant_id))?.lines.askAbove ?? null;
  if (askAbove !== null && offer.amount > askAbove) throw new ProblemError("pay-later-unavailable");
  const decision = await judgeApproval(deps, { payer: guest, row: grant.row, offer });
  // A bill holds nothing: what must wait is a wallet's.
  if (decision.kind === "decline" || holdMsOf(decision) > 0) {
    return { declined: declinedBy(decision) };
  }
  const agreement: Agreement = {
    terms: guestTerms(deps, grant, guest),
    chosen: false,
    everyTime: false,
    notice: false,
    by: decidedText(decision),
    newPayer: null,
    answer: { credential: answerOf(guest), entry: null, over: false },
  };
  const { numUpdatedRows } = await deps.store
    .updateTable("grants")
    .set({ terms: JSON.stringify(agreement), payer_id: guest })
    .where("id", "=", grant.row.id)
    .where("terms", "is", grant.row.terms)
    .where("status", "in", statusesTaking("approve"))
    .where("expires_at", ">", deps.clock.now())
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ProblemError("grant-used");
  return { agreement };
}
