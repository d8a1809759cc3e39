import { assert, idTime, idToBytes, idToUint, ProblemError, splitFee } from "@farthing/core";
import type { Entry } from "@farthing/ledger";
import { entryFacts } from "../payments/entryFacts.ts";
import type { Deps } from "../deps.ts";
import { type ApprovalCommand, approvalEntry } from "../grants/approvalEntry.ts";
import { passkeyMemo } from "../grants/approvalMemo.ts";
import { settledPreset } from "../limits/applyRaise.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import { merchantDayOf, paymentAccounts } from "../payments/enrolment.ts";
import { allowanceKeys, counterKey, limitKey, ownershipKey, payerKeys } from "../payments/keys.ts";
import { ownUndo } from "../payments/ownUndo.ts";
import { settingsOf } from "../settings/settingsOf.ts";
import type { Ticket } from "./ticket.ts";

/** The key that asked and its allowance, which must both stand when it is paid. Neither is changed. */
export function askingKey(ticket: Ticket) {
  return {
    counter: counterKey(ticket.device),
    keys: allowanceKeys(ticket.allowance),
    deviceClick: ticket.byCookie ? limitKey("device-click", ticket.device) : null,
    change: { kind: "stands", edit: null },
  } as const satisfies ApprovalCommand["enrol"];
}

/** The one journal entry of a step-up: an approval without a grant. Throws `offer-expired`, `origin-not-registered`. */
export async function stepUpEntry(deps: Deps, ticket: Ticket, facts: Uint8Array): Promise<Entry> {
  const { stepUp, allowance } = ticket;
  const { payer, merchant: merchantId, device } = stepUp;
  const offer = readOffer(deps, ticket.offer, { merchant: merchantId });
  assert(offer.hashText === stepUp.offer, "a ticket carries the offer that it names");
  const merchant = await merchantById(deps, merchantId);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  if (!merchant.origins.includes(stepUp.topOrigin)) throw new ProblemError("origin-not-registered");
  const { claims, amount } = offer;
  const { fee } = splitFee(amount, merchant.feeBasisPoints);
  const { undoMs } = await settingsOf(deps, payer);
  const time = deps.clock.now();
  const undo = ownUndo(deps.config, undoMs);
  const of = { payer, allowance, device, offer, fee, time, ...undo, by: ticket.by };
  const memo = passkeyMemo({ ...of, gesture: "step-up" });
  const bytes = idToBytes("payment", stepUp.payment);
  assert(bytes !== null, "a ticket names its payment");
  const id = idToUint("payment", stepUp.payment);
  const owns = claims.access === "own";
  const ownership = owns ? ownershipKey(payer, merchant.id, claims.resource) : null;
  return approvalEntry({
    time: idTime(bytes),
    payment: { price: { amount, fee, asset: claims.asset }, ownership },
    tab: null,
    accounts: paymentAccounts(payer, merchant.id),
    payer: payerKeys(payer),
    merchantDay: merchantDayOf(deps, {
      payer,
      merchant: merchant.id,
      ...(await settledPreset(deps, payer)),
    }),
    grant: null,
    enrol: askingKey(ticket),
    ...(await entryFacts(deps, id, memo)),
    facts,
  });
}
