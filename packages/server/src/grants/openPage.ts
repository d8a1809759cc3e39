import { ProblemError } from "@farthing/core";
import { readArrival } from "@farthing/identity";
import type { OpenGrantResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { capsOf, proposalOf } from "../limits/caps.ts";
import { presetFor } from "../limits/presetFor.ts";
import { merchantById } from "../merchants/merchant.ts";
import { type ReadOffer, readOffer } from "../offers/readOffer.ts";
import { allowanceView } from "../payments/allowanceView.ts";
import { decidedText, readDecided } from "../payments/decidedBy.ts";
import { loadEnrolment } from "../payments/enrolment.ts";
import { isAlive } from "../payments/liveKey.ts";
import { decideClick } from "../risk/judgeClick.ts";
import { isOwned } from "../payments/greet.ts";
import { type PayLaterAsk, payLaterView } from "../tabs/payLaterView.ts";
import { hasMovedOn } from "../tabs/walletOfGuest.ts";
import { pageHoldMs } from "../risk/judgeApproval.ts";
import { balanceOf } from "../wallets/balance.ts";
import { giveUp } from "./giveUp.ts";
import { isFromSite } from "./offerGrant.ts";
import { type Grant, loadGrant, moveGrant } from "./grant.ts";
import { presetLimits } from "./limits.ts";
import { refusal } from "./rules.ts";
import { findStanding } from "./standing.ts";

/**
 * The wallet's page shows a grant request. It must have been reached by the frame's own window.open or
 * navigation (`same-origin`); any other way burns the request (rule 4). A request without a key was
 * made by the page itself (`offerGrant`) and can only pay once.
 */
export async function openPage(
  deps: Deps,
  ask: { id: string; arrival: string; payer: string | null; later: PayLaterAsk },
): Promise<OpenGrantResponse> {
  const grant = await loadGrant(deps, ask.id);
  const subject = grant.row.thumbprint === null ? "offer" : ask.id;
  const now = deps.clock.now();
  const site = readArrival({ key: deps.keys.arrivalKey, text: ask.arrival, subject, now });
  const mayPay = subject === "offer" ? isFromSite(site) : site === "same-origin";
  if (!mayPay) await burn(deps, grant);
  await moveGrant(deps, grant, { event: "open", to: "opened" });
  return view(deps, grant, ask);
}

async function burn(deps: Deps, grant: Grant): Promise<never> {
  const isOpen = grant.status === "waiting" || grant.status === "opened";
  if (!isOpen) throw new ProblemError(refusal[grant.status]);
  await giveUp(deps, grant.row.id, { event: "burn", to: "closed" });
  throw new ProblemError("grant-not-from-button");
}

async function view(
  deps: Deps,
  { row }: Grant,
  { payer, later }: { payer: string | null; later: PayLaterAsk },
): Promise<OpenGrantResponse> {
  const { config } = deps;
  const offer = readOffer(deps, row.offer);
  const merchant = await merchantById(deps, row.merchant_id);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  const standing = payer === null ? null : findStanding(deps, { payer, merchant: merchant.id });
  const now = deps.clock.now();
  const preset = await presetFor(deps, payer);
  const holdMs = await pageHoldMs(deps, { payer, row, offer });
  const hasMoved = await hasMovedOn(deps, later.guest);
  return {
    merchant: {
      id: merchant.id,
      name: merchant.name,
      origin: row.parent ?? new URL(row.return_to).origin,
    },
    title: offer.claims.title,
    kind: offer.claims.kind ?? (offer.claims.access === "own" ? "article" : "other"),
    price: { amount: offer.claims.amount, asset: config.asset },
    mode: config.mode,
    wallet: payer === null ? null : await walletOf(deps, payer),
    standing: standing?.active ? allowanceView(deps, standing.allowance, standing.lines) : null,
    preset: presetLimits(proposalOf(deps, preset), now),
    ceiling: presetLimits(capsOf(deps, preset), now),
    mayEnrol: row.thumbprint !== null,
    keyKept: row.key_kept === 1,
    owned: payer !== null && isOwned(deps, { payer }, offer),
    remembered: row.key_kept === 1 || row.partition_hash !== null,
    ...(await decidedFor(deps, { row, payer, offer })),
    // Who has a wallet here begins no bill; one that is there goes on until a wallet has paid it. A bill holds nothing.
    payLater:
      holdMs > 0 || (payer !== null && later.guest === null) || hasMoved
        ? null
        : payLaterView(deps, { ...later, merchant, amount: offer.amount }),
    holdMs: holdMs === 0 ? null : holdMs,
    expiresAt: row.expires_at,
  };
}

/** Only for the payer whose key it is: nobody else learns how their payments are judged. */
async function decidedFor(
  deps: Deps,
  of: { row: Grant["row"]; payer: string | null; offer: ReadOffer },
): Promise<Pick<OpenGrantResponse, "decided">> {
  const { thumbprint } = of.row;
  const enrolment = thumbprint === null ? null : await loadEnrolment(deps, thumbprint);
  if (enrolment === null || enrolment.payer !== of.payer || !isAlive(deps, enrolment)) return {};
  const decided = readDecided(
    decidedText(decideClick(deps, { enrolment, offer: of.offer, unasked: false })),
  );
  return decided === null ? {} : { decided };
}

async function walletOf(deps: Deps, payer: string): Promise<OpenGrantResponse["wallet"]> {
  const { name } = await deps.store
    .selectFrom("payers")
    .select("name")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  return { name, balance: balanceOf(deps, payer) };
}
