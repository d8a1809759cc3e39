import { bytesEqual, concat, idToUint, ProblemError, utf8 } from "@farthing/core";
import { readGot } from "@farthing/identity";
import { OutcomeUnknown } from "@farthing/ledger";
import { type PaymentOutcome, stepUpBytes, type StepUpPaymentRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { approvalLimits } from "../grants/approvalEntry.ts";
import { followSite } from "../limits/followSites.ts";
import { merchantDayKey } from "../payments/keys.ts";
import { readDecided } from "../payments/decidedBy.ts";
import { answer, answerAgain, type Question } from "../payments/answer.ts";
import { sha256 } from "../sha256.ts";
import { countedPasskey } from "../wallets/countedPasskey.ts";
import { askingKey, stepUpEntry } from "./stepUpEntry.ts";
import { openTicket } from "./ticket.ts";

/**
 * The passkey's answer inside the frame (rule 19): pays what the ticket names, once, and nothing else. The same bytes
 * again hear the same, for ever. Sets the sum since the last check to zero; the payer's own limits hold, the lines of
 * the allowance do not, and the session stays as it is. Throws `passkey-failed`, `too-many-tries`, `authorization-expired`.
 */
export async function payStepUp(
  deps: Deps,
  { ticket: text, credential }: StepUpPaymentRequest,
  state: RequestState,
): Promise<PaymentOutcome> {
  const ticket = openTicket(deps, text);
  const { stepUp, allowance } = ticket;
  state.rung = ticket.rung;
  state.merchant = stepUp.merchant;
  state.price = BigInt(stepUp.amount);
  state.asked = { id: stepUp.payment, payer: stepUp.payer, offer: stepUp.offer };
  const signed = stepUpBytes(stepUp);
  const facts = sha256(concat(signed, utf8(JSON.stringify(readGot(credential)))));
  const enrol = askingKey(ticket);
  const question: Question = {
    id: idToUint("payment", stepUp.payment),
    limits: approvalLimits({ enrol, pays: true, tab: null }),
    enrolment: { allowance, allowanceKeys: enrol.keys },
    decided: readDecided(ticket.by),
  };
  const stored = deps.ledger.lookupEntry(question.id);
  if (stored?.facts && bytesEqual(stored.facts, facts)) return answerAgain(deps, question, stored);
  if (deps.clock.now() > stepUp.expiresAt) throw new ProblemError("authorization-expired");
  const passkey = await countedPasskey(deps, {
    payer: stepUp.payer,
    credential,
    challenge: sha256(signed),
    topOrigin: stepUp.topOrigin,
  });
  // Another touch of the same passkey: the question was asked once, and is answered once.
  if (stored !== null) return answerAgain(deps, question, stored);
  try {
    const entry = await stepUpEntry(deps, ticket, facts);
    const result = await deps.ledger.submitEntry(entry);
    // Only now: until the ledger has answered, a retry must be believed again.
    await passkey.remember();
    const { payer, merchant } = stepUp;
    deps.risk.paid({ payer, merchant, price: BigInt(stepUp.amount), at: deps.clock.now() });
    deps.risk.checked(payer);
    const site = merchantDayKey(payer, merchant);
    // It was opened by what this process knew of the preset, as by the other ways to pay.
    if (entry.limits?.some(({ key }) => key === site)) await followSite(deps, { payer, merchant });
    return answer(deps, question, result);
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { kind: "unknown" };
    throw error;
  }
}
