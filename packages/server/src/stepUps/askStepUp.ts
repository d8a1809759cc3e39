import { randomBytes } from "node:crypto";
import { idToUint, instant, ProblemError } from "@farthing/core";
import { getOptions } from "@farthing/identity";
import { deriveEntryId } from "@farthing/ledger";
import {
  type StepUp,
  stepUpBytes,
  stepUpLifeMs,
  type StepUpRequest,
  type StepUpResponse,
} from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { noteOffer } from "../http/noteOffer.ts";
import { proofThumbprint, requireProof } from "../grants/open.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { type Enrolment, loadEnrolment } from "../payments/enrolment.ts";
import { decidedText, keptDecided, readDecided } from "../payments/decidedBy.ts";
import { entryName } from "../payments/entryName.ts";
import { isAlive } from "../payments/liveKey.ts";
import { type OfferOn, offerOn } from "../payments/offerOn.ts";
import { sha256 } from "../sha256.ts";
import { decideClick, isPageOnly } from "../risk/judgeClick.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import { sealTicket } from "./ticket.ts";

/**
 * The question that a passkey inside the frame answers (rule 19): this payment, by this payer, from this key, on this
 * page, for two minutes. Changes nothing. Throws `step-up-elsewhere` when only the wallet's own page may ask: the price
 * is above 1.00, the key may not pay, the policy declines it or holds it, or there is no passkey.
 */
export async function askStepUp(
  deps: Deps,
  request: StepUpRequest,
  state: RequestState,
): Promise<StepUpResponse> {
  const shown = await offerOn(deps, request);
  const { offer, merchant } = shown;
  noteOffer(state, offer);
  requireProof(deps, request.proof, { purpose: "step-up", subject: offer.hashText });
  const enrolment = await loadEnrolment(deps, proofThumbprint(request.proof));
  if (enrolment !== null && enrolment.merchant !== merchant.id) {
    throw new ProblemError("wrong-merchant");
  }
  if (enrolment === null || offer.amount > deps.config.stepUpMax || !mayPay(deps, enrolment)) {
    throw new ProblemError("step-up-elsewhere");
  }
  const decision = decideClick(deps, { enrolment, offer, merchant, unasked: false });
  if (isPageOnly(decision)) throw new ProblemError("step-up-elsewhere");
  state.rung = enrolment.rung;
  const allow = await passkeysOf(deps, enrolment.payer);
  if (allow.length === 0) throw new ProblemError("step-up-elsewhere");
  await deps.rates.payer(`${enrolment.payer}/${merchant.id}`);
  const stepUp = question(deps, { shown, enrolment, topOrigin: request.parent });
  const by = decidedText(decision);
  const { payer } = enrolment;
  state.asked = { id: stepUp.payment, payer, offer: offer.hashText };
  const decided = readDecided(by);
  if (decided !== null) state.asked.decided = keptDecided(decided);
  const ticket = sealTicket(deps, {
    stepUp,
    offer: request.offer,
    allowance: enrolment.allowance,
    device: enrolment.device,
    byCookie: enrolment.deviceClick !== null,
    rung: enrolment.rung,
    by,
  });
  const challenge = sha256(stepUpBytes(stepUp));
  const options = await getOptions({ rpId: deps.config.rpId, challenge, allow });
  return { ticket, options: { ...options } };
}

function mayPay(deps: Deps, enrolment: Enrolment): boolean {
  const lines = allowanceLines(deps, enrolment.allowanceKeys);
  if (lines === null || allowanceStatus(lines, deps.clock.now()) !== "active") return false;
  return isAlive(deps, enrolment);
}

function question(
  deps: Deps,
  { shown, enrolment, topOrigin }: { shown: OfferOn; enrolment: Enrolment; topOrigin: string },
): StepUp {
  const { claims, hashText } = shown.offer;
  const { payer, thumbprint: device } = enrolment;
  const now = deps.clock.now();
  const key = randomBytes(16);
  const id = deriveEntryId({ time: now, payer: idToUint("payer", payer), key, leg: 0 });
  return {
    payer,
    payment: entryName(id),
    offer: hashText,
    merchant: claims.aud,
    amount: claims.amount,
    asset: claims.asset,
    device,
    topOrigin,
    expiresAt: Math.min(instant(now + stepUpLifeMs), claims.exp * 1_000),
  };
}
