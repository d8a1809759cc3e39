import {
  bytesEqual,
  type Instant,
  type ProblemCode,
  ProblemError,
  splitFee,
  toBase64url,
} from "@farthing/core";
import { thumbprint, verifyRawSignature } from "@farthing/identity";
import { type Entry, OutcomeUnknown } from "@farthing/ledger";
import { authorizationLifeMsMax, PaymentOutcome, type PaymentRequest } from "@farthing/protocol";
import { tellManySmall, tellRefused } from "../alerts/tellUnusual.ts";
import type { Deps } from "../deps.ts";
import {
  refuse,
  refusedBefore,
  refusedOnce,
  type Signed,
  submitOnce,
} from "../questions/refusals.ts";
import { judgeClick } from "../risk/judgeClick.ts";
import { failReserved, reserveClick, settleReserved } from "../risk/reserveClick.ts";
import type { Reserved } from "../risk/riskMemory.ts";
import type { RequestState } from "../http/context.ts";
import { noteOffer } from "../http/noteOffer.ts";
import { type Merchant, merchantById } from "../merchants/merchant.ts";
import { followSite } from "../limits/followSites.ts";
import { readOffer, type ReadOffer } from "../offers/readOffer.ts";
import { answer, answerAgain, type Question } from "./answer.ts";
import { answerErased } from "./answerErased.ts";
import { clickEntryId, type ClickFacts, clickFacts } from "./clickFacts.ts";
import { decidedText, readDecided } from "./decidedBy.ts";
import { commitment } from "./commitment.ts";
import { type Enrolment, forgetEnrolments, knownEnrolment, loadEnrolment } from "./enrolment.ts";
import { allowanceKeys, neverKey, ownershipKey } from "./keys.ts";
import { entryName } from "./entryName.ts";
import { memoBytes, type PaymentMemo } from "./memo.ts";
import { clickLimits, limitsOfUses } from "./outcomeOf.ts";
import { ownUndo } from "./ownUndo.ts";
import { ownerOf } from "./ownerOf.ts";
import { paymentEntry } from "./paymentEntry.ts";
import { tabRefusal } from "../tabs/tabRefusal.ts";
import { tabUse } from "../tabs/tabUse.ts";
import { watchCounter } from "./watchCounter.ts";

/** A click's time may be that far ahead of ours, in milliseconds: clocks are never equal. */
const aheadMsMax = 60_000;

/**
 * Not to be paid now, but perhaps it was: a retry outlives its offer, and may meet a full minute or a clock that
 * stepped. "Nothing was charged" would be untrue, and a frame that believes it signs a second payment.
 */
export const notNow: ReadonlySet<ProblemCode> = new Set([
  "offer-expired",
  "authorization-expired",
  "clock-skew",
  "rate-limited",
]);

/**
 * One click: checks who signed what, then pays in one journal entry that is durable before this
 * resolves. The same bytes again get the first answer again, also where that was a no. On the way of a click that is paid
 * nothing is read from or written to the store, and `submitEntry` is the only wait.
 *
 * Throws problems for whatever is not a payer's business (`signature-invalid`, `offer-expired`, …).
 */
export async function capture(
  deps: Deps,
  request: PaymentRequest,
  state: RequestState,
): Promise<PaymentOutcome> {
  // Rule 1: on a web page money needs a click, whatever a key signs.
  if (request.authorization.gesture === "none") throw new ProblemError("click-required");
  const print = thumbprint(request.device);
  if (print === null) throw new ProblemError("invalid-request", "`device.key`: wrong length");
  const enrolment = await enrolmentOf(deps, request, print);
  if (enrolment === null) return answerErased(deps, request, print);
  state.rung = enrolment.rung;
  const click = clickFacts(request);
  if (!verifyRawSignature(enrolment.key, click.signed, click.signature)) {
    throw new ProblemError("signature-invalid");
  }
  const { counter, time } = request.authorization;
  const name = clickEntryId({ payer: enrolment.payer, thumbprint: print, counter, time });
  const opens = request.authorization.gesture === "open";
  const { key: merchantDay } = enrolment.merchantDay;
  const limits = clickLimits(enrolment);
  const asked = { id: name.id, limits, enrolment, opens, merchantDay };
  const signed = { id: entryName(name.id), facts: click.facts };
  state.asked = { id: signed.id, payer: enrolment.payer, offer: request.authorization.offer };
  const { allowance } = request.authorization;
  if (enrolment.allowance !== allowance) {
    // Nothing is paid under it any more; but perhaps it was, before the payer approved this key anew.
    const former = { allowance, allowanceKeys: allowanceKeys(allowance) };
    const first = firstAnswer(deps, { ...asked, enrolment: former }, click.facts);
    if (first !== null) return first;
    return refusedAgain(deps, signed, new ProblemError("device-unknown"));
  }
  const { address } = state;
  const asks: ClickAsk = { name, request, enrolment, click, signed, state, address, asked };
  const before = heardBefore(deps, asks);
  if (before !== null) return before;
  let proposed: Proposed | PaymentOutcome;
  try {
    proposed = await proposeClick(deps, asks);
  } catch (error) {
    if (!(error instanceof ProblemError) || !notNow.has(error.code)) throw error;
    return firstAnswer(deps, asked, click.facts) ?? refusedAgain(deps, signed, error);
  }
  // Asked for under another rule, perhaps, and paid: a retry hears that.
  if ("kind" in proposed) {
    return firstAnswer(deps, asked, click.facts) ?? refuseClick(deps, asks, proposed);
  }
  return submitClick(deps, { ...asks, ...proposed });
}

/** What these bytes heard before: what the ledger did with them comes first, then the policy's no; null: nothing yet. */
function heardBefore(
  deps: Deps,
  { asked, click, signed, state }: Pick<ClickAsk, "asked" | "click" | "signed" | "state">,
): PaymentOutcome | null {
  if (!deps.refusals.knows(signed.id)) return null;
  const first = firstAnswer(deps, asked, click.facts);
  if (first !== null) return first;
  const before = refusedBefore(deps, state, signed);
  return before === null ? null : PaymentOutcome.parse(before);
}

/** Refused for good, and told where it is the payer's to know; `unknown` while a twin of it is on its way. */
async function refuseClick(
  deps: Deps,
  { state, signed, enrolment }: ClickAsk,
  no: PaymentOutcome,
): Promise<PaymentOutcome> {
  const answered = refuse(deps, state, { signed, answer: no });
  if (answered === no && no.kind === "declined") await tellRefused(deps, enrolment, no);
  return answered;
}

/** The no that these bytes heard when they could still pay; else throws `error`. */
async function refusedAgain(
  deps: Deps,
  signed: Signed,
  error: ProblemError,
): Promise<PaymentOutcome> {
  const before = await refusedOnce(deps, signed);
  if (before === null) throw error;
  return PaymentOutcome.parse(before);
}

/** One click, by whom and from where. */
interface ClickAsk {
  readonly name: { readonly id: bigint; readonly time: Instant };
  readonly request: PaymentRequest;
  readonly enrolment: Enrolment;
  readonly click: ClickFacts;
  readonly signed: Signed;
  readonly address: string;
  readonly state: RequestState;
  readonly asked: Question & { readonly merchantDay: bigint };
}

/** What a click that may be paid does to the books; `by`: what decided, null where it only opens. */
interface Proposed {
  readonly offer: ReadOffer;
  readonly entry: Entry;
  readonly by: string | null;
  /** Null where it only opens. */
  readonly counted: Reserved | null;
}

/** The entry of a click, or what is asked or refused before the ledger hears of it. Throws what is not a payer's business. */
async function proposeClick(deps: Deps, asks: ClickAsk): Promise<Proposed | PaymentOutcome> {
  const { request, enrolment } = asks;
  const { gesture } = request.authorization;
  const offer = offerOf(deps, request, enrolment);
  noteOffer(asks.state, offer);
  const merchant = await merchantOf(deps, offer, request.parent);
  requireFresh(deps, request);
  // Counted whatever comes of it: each no is written down.
  await countClick(deps, enrolment);
  const opens = gesture === "open";
  const refused = opens ? null : tabRefusal(deps, enrolment, merchant);
  if (refused !== null) return refused;
  const judged = opens ? null : judgeClick(deps, { enrolment, offer, merchant, gesture });
  if (judged?.outcome) return judged.outcome;
  // Before anything is waited for: of many clicks at once each is judged with the others.
  const counted = opens ? null : reserveClick(deps, enrolment, offer);
  try {
    const by = judged === null ? null : decidedText(judged.by);
    return { offer, by, counted, entry: clickEntry(deps, { ...asks, offer, merchant, by }) };
  } catch (error) {
    counted?.giveBack();
    throw error;
  }
}

async function submitClick(deps: Deps, of: ClickAsk & Proposed): Promise<PaymentOutcome> {
  const { enrolment, address, signed } = of;
  try {
    // A twin of these bytes was refused while the merchant was looked up.
    const before = heardBefore(deps, of);
    if (before !== null) {
      of.counted?.giveBack();
      return before;
    }
    const result = await submitOnce(deps, signed, of.entry);
    const { status } = result;
    settleReserved(of.counted, result);
    if (await watchCounter(deps, { enrolment, status, address })) {
      return { kind: "declined", reason: "device-revoked" };
    }
    if (status === "created") await noteClick(deps, enrolment, of.by);
    return answer(deps, { ...of.asked, decided: readDecided(of.by ?? "") }, result);
  } catch (error) {
    failReserved(of.counted, error);
    if (error instanceof OutcomeUnknown) return { kind: "unknown" };
    throw error;
  }
}

/** The key's enrolment: under the allowance that the click names, or else the one it is under now; null: under none. */
async function enrolmentOf(
  deps: Deps,
  { authorization }: PaymentRequest,
  print: Uint8Array,
): Promise<Enrolment | null> {
  const { allowance } = authorization;
  const known = knownEnrolment(deps, toBase64url(print));
  if (known?.allowance === allowance) return known;
  // Not seen by this process, or approved anew since.
  return loadEnrolment(deps, print);
}

/** The site's day may have been opened. */
async function noteClick(deps: Deps, enrolment: Enrolment, by: string | null): Promise<void> {
  const { payer, merchant, merchantDay } = enrolment;
  if (!enrolment.isGuest) await tellManySmall(deps, { payer, merchant, by });
  if (merchantDay.opens === null) return;
  await followSite(deps, { payer, merchant });
  await forgetEnrolments(deps, payer);
}

/** Rule 11: keyed by merchant too, so that one site cannot burn a payer's budget on the others. */
async function countClick(deps: Deps, { payer, merchant }: Enrolment): Promise<void> {
  await deps.rates.payer(`${payer}/${merchant}`);
}

/** Rule 8: the offer, the key and the page around the frame name one merchant. */
function offerOf(deps: Deps, request: PaymentRequest, { merchant }: Enrolment): ReadOffer {
  const offer = readOffer(deps, request.offer, { merchant });
  if (offer.hashText !== request.authorization.offer) {
    throw new ProblemError("signature-invalid", "the authorization is for another offer");
  }
  return offer;
}

async function merchantOf(deps: Deps, offer: ReadOffer, parent: string): Promise<Merchant> {
  const merchant = await merchantById(deps, offer.claims.aud);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  if (!merchant.origins.includes(parent)) throw new ProblemError("origin-not-registered");
  return merchant;
}

/** Throws `authorization-expired`, `clock-skew`, `invalid-request`. */
export function requireFresh(
  deps: Deps,
  { authorization }: Pick<PaymentRequest, "authorization">,
): void {
  const { time, notAfter } = authorization;
  const now = deps.clock.now();
  if (notAfter < time || notAfter - time > authorizationLifeMsMax) {
    throw new ProblemError(
      "invalid-request",
      "`authorization.notAfter`: at most 60 s after `time`",
    );
  }
  if (now > notAfter) throw new ProblemError("authorization-expired");
  if (time > now + aheadMsMax) throw new ProblemError("clock-skew");
}

/** What a click, or a program, that may pay does to the books. */
export function clickEntry(
  deps: Deps,
  of: {
    name: { id: bigint; time: Instant };
    request: Pick<PaymentRequest, "authorization">;
    enrolment: Enrolment;
    offer: ReadOffer;
    merchant: Merchant;
    click: ClickFacts;
    by: string | null;
    address: string;
  },
): Entry {
  const { request, enrolment, offer, merchant, click } = of;
  const { claims, amount } = offer;
  const { id, time } = of.name;
  const { fee } = splitFee(amount, merchant.feeBasisPoints);
  const memo: PaymentMemo = {
    v: 1,
    kind: "payment",
    payer: enrolment.payer,
    merchant: merchant.id,
    allowance: enrolment.allowance,
    device: enrolment.thumbprint,
    offer: offer.hashText,
    resource: claims.resource,
    title: claims.title,
    access: claims.access,
    ...(claims.visitor === undefined ? {} : { visitor: claims.visitor }),
    amount: claims.amount,
    fee: fee.toString(),
    asset: claims.asset,
    gesture: request.authorization.gesture,
    ...(of.by === null ? {} : { by: of.by }),
    ...(enrolment.isGuest ? { tab: true } : {}),
    ...ownUndo(deps.config, enrolment.undoMs),
    time: request.authorization.time,
  };
  const owner = claims.access === "own" ? ownerOf(deps, enrolment, claims) : null;
  const paying = paymentEntry({
    id,
    time,
    // On a tab the operator's part is taken when it is settled.
    price: { amount, fee: enrolment.isGuest ? 0n : fee, asset: claims.asset },
    accounts: enrolment.accounts,
    tab: enrolment.isGuest
      ? tabUse(deps, { guest: enrolment.payer, amount, address: of.address })
      : null,
    allowance: enrolment.allowanceKeys,
    deviceClick: enrolment.deviceClick,
    payer: enrolment.payerKeys,
    merchantDay: enrolment.merchantDay,
    counter: { key: enrolment.counter, use: BigInt(request.authorization.counter) },
    ownership: owner === null ? null : ownershipKey(owner, merchant.id, claims.resource),
    memo: memoBytes(memo),
    commitment: commitment(memo, id, enrolment.groupKeys),
    facts: click.facts,
  });
  return request.authorization.gesture === "open" ? openingEntry(paying) : paying;
}

/** "Open" says no price: what was given back meanwhile in another tab, or by the site, is not bought by it (rule 1). */
function openingEntry(paying: Entry): Entry {
  return { ...paying, transfers: [], limits: [], uses: [{ key: neverKey(), amount: 0n }] };
}

/** The recorded answer to this very click, or `null`. */
function firstAnswer(
  deps: Deps,
  { merchantDay, ...question }: Question & { readonly merchantDay: bigint },
  facts: Uint8Array,
): PaymentOutcome | null {
  const stored = deps.ledger.lookupEntry(question.id);
  if (!stored?.facts || !bytesEqual(stored.facts, facts)) return null;
  // Its own limits: the key may be of another kind since.
  const limits = limitsOfUses(stored.uses, merchantDay);
  return answerAgain(deps, { ...question, limits }, stored);
}
