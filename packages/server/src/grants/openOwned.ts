import { assert, splitFee } from "@farthing/core";
import type { Entry, EntryResult } from "@farthing/ledger";
import { termsBytes } from "@farthing/protocol";
import { entryFacts } from "../payments/entryFacts.ts";
import type { Deps } from "../deps.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer, type ReadOffer } from "../offers/readOffer.ts";
import type { Question } from "../payments/answer.ts";
import { neverKey, ownershipKey } from "../payments/keys.ts";
import { sha256 } from "../sha256.ts";
import { approvalMemo } from "./approvalMemo.ts";
import { type Approval, nameOf, timeOf } from "./plan.ts";

/**
 * Asks the ledger whether the payer owns what is offered, and never pays: the entry uses a limit that does not exist, so
 * the most it can hear is who holds the claim. It is recorded all the same, because a receipt that is given again is
 * made from what was asked. `null`: not owned.
 */
export async function openOwned(
  deps: Deps,
  approval: Pick<Approval, "grant" | "agreement" | "payer">,
): Promise<{ question: Question; result: EntryResult } | null> {
  const offer = readOffer(deps, approval.grant.row.offer);
  if (offer.claims.access !== "own") return null;
  const entry = await askingEntry(deps, approval, offer);
  const result = await deps.ledger.submitEntry(entry);
  const isNever = result.status !== "created" && result.status !== "exists";
  assert(isNever, "to open is not to pay");
  if (result.status === "limit_not_found") return null;
  return { question: { id: entry.id, limits: [], enrolment: null }, result };
}

async function askingEntry(
  deps: Deps,
  approval: Pick<Approval, "grant" | "agreement" | "payer">,
  offer: ReadOffer,
): Promise<Entry> {
  const { grant, agreement, payer } = approval;
  const { row } = grant;
  const merchant = await merchantById(deps, row.merchant_id);
  assert(merchant !== null, "a grant's merchant exists");
  const { fee } = splitFee(offer.amount, merchant.feeBasisPoints);
  const time = deps.clock.now();
  const memo = approvalMemo({ row, payer, allowance: null, time, offer, fee });
  const id = nameOf(approval, "open");
  return {
    time: timeOf(grant),
    claims: [ownershipKey(payer, merchant.id, offer.claims.resource)],
    uses: [{ key: neverKey(), amount: 0n }],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(termsBytes(agreement.terms)),
  };
}
