import { randomBytes } from "node:crypto";
import { assert, idToBytes, newId, ProblemError, toBase64url } from "@farthing/core";
import { createOptions, getOptions } from "@farthing/identity";
import {
  type AllowanceLimits,
  type PresetName,
  type Terms,
  termsBytes,
  type TermsRequest,
} from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { capsOf, proposalOf } from "../limits/caps.ts";
import { presetFor } from "../limits/presetFor.ts";
import { readOffer } from "../offers/readOffer.ts";
import { holdMsMax, pageHoldMs } from "../risk/judgeApproval.ts";
import { sha256 } from "../sha256.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import { walletName } from "../wallets/walletName.ts";
import { type Agreement, type Grant, isUnderWay, loadGrant, noteGrant } from "./grant.ts";
import { isChosen, presetLimits, requireWithin } from "./limits.ts";
import { refusal, statusesTaking } from "./rules.ts";
import { findStanding } from "./standing.ts";

/**
 * Fixes what the payer is about to agree to, and answers with the WebAuthn options whose challenge is
 * its hash (rule 2). Asked again, the new terms replace the old ones. Throws `limits-too-high`: above
 * the ceiling, or for a new wallet above the preset, because a fresh passkey proves nobody yet. Throws `hold-not-agreed`.
 */
export async function fixTerms(
  deps: Deps,
  ask: { id: string; request: TermsRequest; payer: string | null },
  state: RequestState,
): Promise<Record<string, unknown>> {
  const grant = await loadGrant(deps, ask.id);
  if (grant.status !== "opened" || isUnderWay(grant.agreement)) {
    throw new ProblemError(refusal[grant.status]);
  }
  const { choice, way } = ask.request;
  if (choice === "allow" && grant.row.thumbprint === null) {
    throw new ProblemError("invalid-request", "`choice`: this page may pay only once");
  }
  if (choice === "open" && way === "create") {
    throw new ProblemError("invalid-request", "`way`: a new wallet owns nothing yet");
  }
  const now = deps.clock.now();
  const payer = way === "create" ? null : ask.payer;
  const preset = await presetFor(deps, payer);
  const holdMs = await agreedHold(deps, grant, { request: ask.request, payer });
  const agreement: Agreement = {
    terms: { ...termsOf(deps, grant, { ...ask, preset }), ...(holdMs === 0 ? {} : { holdMs }) },
    chosen: isOwnChoice(deps, grant, { ...ask, preset }),
    everyTime: ask.request.everyTime === true,
    notice: false,
    by: null,
    newPayer: way === "create" ? newId("payer", now) : null,
    answer: null,
  };
  const { numUpdatedRows } = await deps.store
    .updateTable("grants")
    .set({ terms: JSON.stringify(agreement), passkey_way: way })
    .where("id", "=", grant.row.id)
    .where("terms", "is", grant.row.terms)
    .where("status", "in", statusesTaking("approve"))
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ProblemError("grant-used");
  state.prompt = "passkey";
  noteGrant(state, { ...grant, agreement });
  return { ...(await passkeyOptions(deps, agreement, ask.payer)) };
}

/** The terms of a guest who pays later: the allowance that the wallet proposes to everybody, and never a chosen one. */
export function guestTerms(deps: Deps, grant: Grant, guest: string): Terms {
  const choice = grant.row.thumbprint === null ? "once" : "allow";
  const request: TermsRequest = { choice, limits: null, way: "get" };
  return termsOf(deps, grant, { request, payer: guest, preset: "balanced" });
}

/** The WebAuthn challenge of terms (frame-and-grant.md rule 2). */
export function termsChallenge(terms: Terms): Uint8Array {
  return sha256(termsBytes(terms));
}

/** Who asks for what, and the preset in force there. */
interface TermsAsk {
  readonly request: TermsRequest;
  readonly payer: string | null;
  readonly preset: PresetName;
}

function termsOf(deps: Deps, { row }: Grant, { request, payer, preset }: TermsAsk): Terms {
  const offer = readOffer(deps, row.offer);
  const allow = request.choice === "allow";
  return {
    nonce: toBase64url(randomBytes(32)),
    grant: row.id,
    merchant: row.merchant_id,
    offer: offer.hashText,
    amount: offer.claims.amount,
    asset: offer.claims.asset,
    choice: request.choice,
    limits: allow
      ? agreedLimits(deps, { request, payer, preset, merchant: row.merchant_id })
      : null,
    device: allow && row.thumbprint !== null ? toBase64url(row.thumbprint) : null,
  };
}

/**
 * For how long the payment is held first, in milliseconds; 0: not at all. As long as the page showed, if the policy asks
 * for no longer. Throws `hold-not-agreed`: nobody agrees to a hold that they did not read.
 */
async function agreedHold(
  deps: Deps,
  { row }: Grant,
  { request, payer }: { request: TermsRequest; payer: string | null },
): Promise<number> {
  if (request.choice === "open") return 0;
  const offer = readOffer(deps, row.offer);
  const shown = request.holdMs ?? 0;
  const asked = await pageHoldMs(deps, { payer, row, offer });
  if (asked > shown) throw new ProblemError("hold-not-agreed");
  return Math.min(shown, holdMsMax);
}

/** The limits that are agreed to; `null`: those of the allowance that stands already. */
function agreedLimits(deps: Deps, ask: TermsAsk & { merchant: string }): AllowanceLimits | null {
  const { limits, way } = ask.request;
  const proposal = proposalOf(deps, ask.preset);
  const now = deps.clock.now();
  if (limits !== null) {
    requireWithin(limits, way === "create" ? proposal : capsOf(deps, ask.preset), now);
    return limits;
  }
  const { payer, merchant } = ask;
  const standing = payer === null ? null : findStanding(deps, { payer, merchant });
  return way === "get" && standing?.active ? null : presetLimits(proposal, now);
}

/**
 * Whether a standing allowance takes these limits. Beside one that it knows of, the page sends limits only when the
 * payer edited them, so the wallet's proposal and a nearer end are choices too; else it sends the proposal itself.
 */
function isOwnChoice(deps: Deps, { row }: Grant, { request, payer, preset }: TermsAsk): boolean {
  const standing = payer === null ? null : findStanding(deps, { payer, merchant: row.merchant_id });
  if (standing?.active) return request.limits !== null;
  return isChosen(request.limits, proposalOf(deps, preset));
}

async function passkeyOptions(deps: Deps, agreement: Agreement, payer: string | null) {
  const { config } = deps;
  const challenge = termsChallenge(agreement.terms);
  if (agreement.newPayer === null) {
    const allow = payer === null ? undefined : await passkeysOf(deps, payer);
    return getOptions({ rpId: config.rpId, challenge, ...(allow === undefined ? {} : { allow }) });
  }
  const payerHandle = idToBytes("payer", agreement.newPayer);
  assert(payerHandle !== null, "a new payer has an id");
  return createOptions({
    rpId: config.rpId,
    rpName: "Farthing",
    payerName: walletName(agreement.newPayer),
    payerHandle,
    challenge,
  });
}
