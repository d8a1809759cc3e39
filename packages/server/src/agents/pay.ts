import { assert, bytesEqual, type Instant, ProblemError } from "@farthing/core";
import { thumbprint, verifyRawSignature } from "@farthing/identity";
import { type Entry, type EntryResult, OutcomeUnknown, type StoredEntry } from "@farthing/ledger";
import { holdHoursOf } from "@farthing/risk";
import {
  type AgentDeclineReason,
  AgentOutcome,
  type AgentPaymentRequest,
  type PaymentOutcome,
  type ProgramReason,
} from "@farthing/protocol";
import { tellManySmall, tellRefused } from "../alerts/tellUnusual.ts";
import { isBlocked } from "../blocks/isBlocked.ts";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { noteOffer } from "../http/noteOffer.ts";
import { followSite } from "../limits/followSites.ts";
import { type Merchant, merchantById } from "../merchants/merchant.ts";
import { readOffer, type ReadOffer } from "../offers/readOffer.ts";
import { answer, answerAgain, type Question } from "../payments/answer.ts";
import { clickEntry, notNow, requireFresh } from "../payments/capture.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { entryName } from "../payments/entryName.ts";
import { clickEntryId, type ClickFacts, clickFacts } from "../payments/clickFacts.ts";
import { decidedText, keptDecided, readDecided } from "../payments/decidedBy.ts";
import type { Enrolment } from "../payments/enrolment.ts";
import { allowanceKeys, neverKey } from "../payments/keys.ts";
import type { AgentMemo } from "../payments/memo.ts";
import { agentLimits } from "../payments/outcomeOf.ts";
import { watchCounter } from "../payments/watchCounter.ts";
import {
  refuse,
  refusedBefore,
  refusedOnce,
  type Signed,
  submitOnce,
} from "../questions/refusals.ts";
import { judgeClick } from "../risk/judgeClick.ts";
import { failReserved, reserveClick, settleReserved } from "../risk/reserveClick.ts";
import type { AgentAskTable } from "../store/agentTables.ts";
import { type Agent, agentAt, agentOfKey } from "./agent.ts";
import { askOf, askOutcome, openAsk, whyOf } from "./ask.ts";
import { revokeAgent } from "./changeAgent.ts";
import { agentFigures } from "./figures.ts";
import { askLimits } from "./payAsk.ts";
import { noteUsedUp } from "./usedUp.ts";

/** A program's payment, signed by the key that its payer made for it. */
interface Paying {
  readonly agent: Agent;
  readonly request: AgentPaymentRequest;
  readonly click: ClickFacts;
  readonly name: { readonly id: bigint; readonly time: Instant };
  readonly signed: Signed;
  readonly question: Question;
}

/**
 * A payment without a click (rule 1): by a program's key, within its lines, at the sites that its payer named; all of it
 * judged in one journal entry that is durable before this resolves. What needs a person is recorded as refused, and asked
 * of the payer. The same bytes again get the first answer again, or what its payer said since. Throws problems for
 * whatever is not a payer's business.
 */
export async function payAsAgent(
  deps: Deps,
  request: AgentPaymentRequest,
  state: RequestState,
): Promise<AgentOutcome> {
  const paying = await payingAgent(deps, request);
  const { signed } = paying;
  const { offer: asked } = request.authorization;
  state.asked = { id: signed.id, payer: paying.agent.payer, offer: asked };
  try {
    const stored = firstEntry(deps, paying);
    if (stored !== null) return await again(deps, paying, stored);
    const before = refusedBefore(deps, state, signed);
    if (before !== null) return AgentOutcome.parse(before);
    await deps.rates.payer(paying.agent.id);
    requireFresh(deps, request);
    const offer = readOffer(deps, request.offer);
    if (offer.hashText !== request.authorization.offer) {
      throw new ProblemError("signature-invalid", "the authorization is for another offer");
    }
    noteOffer(state, offer);
    const enrolment = await agentAt(deps, paying.agent, offer.claims.aud);
    const no = refusedOutright(deps, enrolment, offer);
    if (no !== null) return await refuseUnpaid(deps, { state, paying, enrolment, no });
    return await payOrAsk(deps, { paying, enrolment, offer }, state);
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { kind: "unknown" };
    if (!(error instanceof ProblemError) || !notNow.has(error.code)) throw error;
    // Paid meanwhile by the same bytes, perhaps: "nothing was charged" would be untrue.
    const stored = firstEntry(deps, paying);
    if (stored !== null) return again(deps, paying, stored);
    const before = await refusedOnce(deps, signed);
    if (before === null) throw error;
    return AgentOutcome.parse(before);
  }
}

async function payingAgent(deps: Deps, request: AgentPaymentRequest): Promise<Paying> {
  const { authorization, device } = request;
  if (authorization.gesture !== "none") {
    throw new ProblemError("invalid-request", "`authorization.gesture`: a program signs `none`");
  }
  const print = thumbprint(device);
  if (print === null) throw new ProblemError("invalid-request", "`device.key`: wrong length");
  const agent = await agentOfKey(deps, print);
  if (agent === null) throw new ProblemError((await isPageKey(deps, print)) ?? "program-unknown");
  const click = clickFacts(request);
  if (!verifyRawSignature(agent.key, click.signed, click.signature)) {
    throw new ProblemError("signature-invalid");
  }
  if (authorization.allowance !== agent.id) throw new ProblemError("program-unknown");
  const { counter, time } = authorization;
  const name = clickEntryId({ payer: agent.payer, thumbprint: print, counter, time });
  const enrolment = { allowance: agent.id, allowanceKeys: allowanceKeys(agent.id) };
  const question = { id: name.id, limits: agentLimits, enrolment };
  const signed = { id: entryName(name.id), facts: click.facts };
  return { agent, request, click, name, signed, question };
}

async function isPageKey({ store }: Deps, print: Uint8Array): Promise<"click-required" | null> {
  const row = await store
    .selectFrom("devices")
    .select("id")
    .where("thumbprint", "=", print)
    .executeTakeFirst();
  return row === undefined ? null : "click-required";
}

/** What was written when these very bytes were first heard, or `null`. */
function firstEntry(deps: Deps, { name, click }: Paying): StoredEntry | null {
  const stored = deps.ledger.lookupEntry(name.id);
  return stored?.facts && bytesEqual(stored.facts, click.facts) ? stored : null;
}

/** The first answer; where its payer was asked, what came of that. */
async function again(deps: Deps, paying: Paying, stored: StoredEntry): Promise<AgentOutcome> {
  if (stored.status === "created") return paid(deps, paying.question, stored);
  const allowed = deps.ledger.lookupEntry(paymentOf(paying));
  if (allowed?.status === "created") {
    const question = { ...paying.question, id: allowed.id, limits: askLimits };
    return paid(deps, question, allowed);
  }
  const ask = await askOf(deps, paying.name.id);
  if (ask !== null)
    return ask.anew_at === null ? askOutcome(deps, ask) : dropAsk(deps, paying, ask);
  const { offer: text } = paying.request;
  const { status, at } = stored;
  const outcome = heard(deps, paying, {
    status,
    entry: null,
    replayed: true,
    ...(at === null ? {} : { at }),
  });
  // Cut off before its payer was asked: asked now, while the price holds.
  return outcome.kind === "step-up"
    ? askPayer(deps, { paying, offer: readOffer(deps, text) }, outcome.reason)
    : outcome;
}

/** Before the program is told to sign anew: a yes to the old request that is still under way comes first, or never. */
async function dropAsk(deps: Deps, paying: Paying, ask: AgentAskTable): Promise<AgentOutcome> {
  const { agent, name, click, question } = paying;
  const { payer, id: allowance } = agent;
  const memo: AgentMemo = { v: 1, kind: "agent", change: "sign-anew", payer, allowance };
  const id = paymentOf(paying);
  const { entry } = await deps.ledger.submitEntry({
    time: name.time,
    uses: [{ key: neverKey(), amount: 0n }],
    ...(await entryFacts(deps, id, memo)),
    facts: click.facts,
  });
  return entry === null
    ? askOutcome(deps, ask)
    : paid(deps, { ...question, id, limits: askLimits }, entry);
}

function paid(deps: Deps, question: Question, stored: StoredEntry): AgentOutcome {
  const outcome = forProgram(answerAgain(deps, question, stored));
  assert(outcome.kind !== "step-up", "what is in the books was paid");
  return outcome;
}

/** What no yes of its payer changes. */
function refusedOutright(deps: Deps, enrolment: Enrolment, offer: ReadOffer): AgentOutcome | null {
  const [site] = deps.ledger.lookupLimits([enrolment.deviceClick ?? neverKey()]);
  if (!site || site.closed) return { kind: "declined", reason: "site-not-allowed" };
  if (isBlocked(deps, offer.claims.aud)) return { kind: "declined", reason: "merchant-blocked" };
  const { perDay } = agentFigures(deps, enrolment.preset);
  return offer.amount > perDay ? { kind: "declined", reason: "too-large" } : null;
}

interface Wanted {
  readonly paying: Paying;
  readonly offer: ReadOffer;
}

async function payOrAsk(
  deps: Deps,
  { enrolment, ...wanted }: Wanted & { readonly enrolment: Enrolment },
  state: RequestState,
): Promise<AgentOutcome> {
  const { paying, offer } = wanted;
  const { name, request, click, agent, signed } = paying;
  const merchant = await merchantById(deps, offer.claims.aud);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  const { verdict, by } = judge(deps, { enrolment, offer, merchant });
  const { address } = state;
  const entry = clickEntry(deps, { name, request, enrolment, offer, merchant, click, by, address });
  const kept = readDecided(by);
  if (state.asked !== undefined && kept !== null) state.asked.decided = keptDecided(kept);
  if (verdict?.kind === "declined") {
    return refuseUnpaid(deps, { state, paying, enrolment, no: verdict });
  }
  const before = refusedBefore(deps, state, signed);
  if (before !== null) return AgentOutcome.parse(before);
  const result =
    verdict === null
      ? await submitCounted(deps, { enrolment, offer, entry, signed })
      : await submitOnce(deps, signed, refusing(entry));
  const { status } = result;
  const close = () => revokeAgent(deps, agent);
  if (await watchCounter(deps, { enrolment, status, address: state.address, close })) {
    return { kind: "declined", reason: "device-revoked" };
  }
  if (status === "created") {
    await tellManySmall(deps, { payer: agent.payer, merchant: merchant.id, by });
  }
  if (status === "created" && enrolment.merchantDay.opens !== null) {
    await followSite(deps, { payer: agent.payer, merchant: merchant.id });
  }
  const outcome = heard(deps, paying, result);
  if (outcome.kind !== "step-up") return outcome;
  if (outcome.reason === "over-total") await noteUsedUp(deps, agent);
  return askPayer(deps, wanted, verdict?.reason ?? outcome.reason);
}

/** Refused for good, unless the same bytes were paid while this was judged. */
async function refuseUnpaid(
  deps: Deps,
  of: {
    readonly state: RequestState;
    readonly paying: Paying;
    readonly enrolment: Enrolment;
    readonly no: AgentOutcome;
  },
): Promise<AgentOutcome> {
  const { state, paying, enrolment, no } = of;
  const stored = firstEntry(deps, paying);
  if (stored !== null) return again(deps, paying, stored);
  const answered = refuse(deps, state, { signed: paying.signed, answer: no });
  if (answered === no && no.kind === "declined") await tellRefused(deps, enrolment, no);
  return answered;
}

/** Counted before it is asked, in the turn in which it was judged: many at once never pay more than one after the other. */
async function submitCounted(
  deps: Deps,
  of: { enrolment: Enrolment; offer: ReadOffer; entry: Entry; signed: Signed },
): Promise<EntryResult> {
  const { enrolment, offer, entry, signed } = of;
  const counted = reserveClick(deps, enrolment, offer);
  try {
    const result = await submitOnce(deps, signed, entry);
    settleReserved(counted, result);
    return result;
  } catch (error) {
    failReserved(counted, error);
    throw error;
  }
}

type Verdict =
  | { readonly kind: "declined"; readonly reason: AgentDeclineReason }
  | { readonly kind: "step-up"; readonly reason: ProgramReason };

/** The policy's word, and the payer's preset of now where it is lower than what was agreed to; `by`: what decided. */
function judge(
  deps: Deps,
  of: { readonly enrolment: Enrolment; readonly offer: ReadOffer; readonly merchant: Merchant },
): { readonly verdict: Verdict | null; readonly by: string } {
  const { enrolment, offer } = of;
  const judged = judgeClick(deps, { ...of, gesture: "none" });
  const by = decidedText(judged.by);
  const { outcome } = judged;
  if (outcome?.kind === "declined") {
    return { verdict: { kind: "declined", reason: outcome.reason }, by };
  }
  // A yes to a program's request pays at once: what must be held first is the wallet's page's.
  if (holdHoursOf(judged.by.gesture) > 0) {
    return { verdict: { kind: "declined", reason: "too-large" }, by };
  }
  if (offer.amount > agentFigures(deps, enrolment.preset).perPayment) {
    return { verdict: { kind: "step-up", reason: "over-per-click" }, by };
  }
  return { verdict: outcome === null ? null : asked(outcome.reason), by };
}

/** Written down as refused: whatever the policy says a moment later, these bytes pay nothing by themselves any more. */
function refusing(entry: Entry): Entry {
  return {
    ...entry,
    transfers: [],
    limits: [],
    claims: [],
    counters: [],
    uses: [{ key: neverKey(), amount: 0n }],
  };
}

function asked(why: string): { readonly kind: "step-up"; readonly reason: ProgramReason } {
  return { kind: "step-up", reason: whyOf({ why }) };
}

type Answered = Extract<AgentOutcome, { kind: "captured" | "owned" | "declined" | "unknown" }>;

/** The ledger's answer. A step-up has no address yet: nobody was asked. */
function heard(
  deps: Deps,
  paying: Paying,
  result: EntryResult,
): Answered | { readonly kind: "step-up"; readonly reason: ProgramReason } {
  const { status, at } = result;
  const isMissing = status === "limit_not_found" && at?.part === "use";
  if (isMissing && at.index === 0) return { kind: "step-up", reason: "check-due" };
  const isSite = at?.part === "use" && agentLimits[at.index] === "agent-site";
  if (isSite && (isMissing || status === "limit_closed")) {
    return { kind: "declined", reason: "site-not-allowed" };
  }
  const outcome = forProgram(answer(deps, paying.question, result));
  // A yes brings no key back whose time is over.
  if (outcome.kind === "step-up" && outcome.reason === "allowance-ended") {
    return { kind: "declined", reason: "key-ended" };
  }
  return outcome.kind === "step-up" ? asked(outcome.reason) : outcome;
}

/**
 * The part of an outcome that a program hears: what decided, and its payer's own limits, are the payer's to know. No payment
 * of a program is held, but its payer's own for the same thing may be: until that is made nobody owns it. Throws
 * `payment-held`, `payment-released` in the moment before the claim is back.
 */
function forProgram(outcome: PaymentOutcome): Answered | (PaymentOutcome & { kind: "step-up" }) {
  switch (outcome.kind) {
    case "held":
      throw new ProblemError("payment-held");
    case "released":
      throw new ProblemError("payment-released");
    case "captured": {
      const { kind, payment, receipt, undoUntil, allowance } = outcome;
      return { kind, payment, receipt, undoUntil, allowance };
    }
    case "declined":
      return { kind: "declined", reason: outcome.reason };
    default:
      return outcome;
  }
}

function askPayer(
  deps: Deps,
  { paying, offer }: Wanted,
  why: ProgramReason,
): Promise<AgentOutcome> {
  const { agent, name, click, request } = paying;
  return openAsk(deps, {
    agent,
    entry: name.id,
    payment: paymentOf(paying),
    facts: click.facts,
    offerText: request.offer,
    offer,
    signedAt: name.time,
    why,
  });
}

/** The payment that a refused request becomes when its payer says yes. */
function paymentOf({ agent, request }: Paying): bigint {
  const { counter, time } = request.authorization;
  const { payer, thumbprint: print } = agent;
  return clickEntryId({ payer, thumbprint: print, counter, time, leg: 1 }).id;
}
