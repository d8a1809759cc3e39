import {
  assert,
  concat,
  idFromUint,
  idToBytes,
  idToUint,
  type Instant,
  instant,
  splitFee,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type Entry } from "@farthing/ledger";
import { termsBytes } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { settledPreset } from "../limits/applyRaise.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer, type ReadOffer } from "../offers/readOffer.ts";
import type { AllowanceLines } from "../payments/allowanceView.ts";
import { ownUndo } from "../payments/ownUndo.ts";
import { commitment, type GroupKeys } from "../payments/commitment.ts";
import { merchantDayOf, paymentAccounts, tabAccounts } from "../payments/enrolment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import {
  allowanceKeys,
  counterKey,
  grantKey,
  heldKey,
  ownershipKey,
  payerKeys,
  standingKey,
} from "../payments/keys.ts";
import type { MerchantDay } from "../payments/paymentEntry.ts";
import { type AllowanceMemo, memoBytes, type PaymentMemo } from "../payments/memo.ts";
import { settingsOf } from "../settings/settingsOf.ts";
import { sha256 } from "../sha256.ts";
import { tabUse } from "../tabs/tabUse.ts";
import type { AllowanceTable } from "../store/tables.ts";
import { closings } from "../wallets/revoke.ts";
import { type AllowanceChange, type ApprovalCommand, approvalEntry } from "./approvalEntry.ts";
import { allowanceMemo, approvalMemo } from "./approvalMemo.ts";
import type { Agreement, Grant } from "./grant.ts";
import { type Lines, linesOf } from "./limits.ts";
import { findStanding } from "./standing.ts";

/** Who approved what. */
export interface Approval {
  readonly grant: Grant;
  readonly agreement: Agreement;
  readonly payer: string;
  /** How the payer agreed, as it is kept (rule 2). */
  readonly evidence: Record<string, unknown>;
  /** A guest pays later: nobody was checked, and the tab's limits hold. `address`: where the guest is. */
  readonly later?: { readonly address: string };
}

/** The allowance that an approval opens or joins, under names that a second try finds again. */
export interface EnrolPlan {
  readonly allowance: string;
  /** The row of a new allowance; null when one stands. */
  readonly row: AllowanceTable | null;
  readonly change: AllowanceChange;
  /** Whether a line of one that stands becomes higher. */
  readonly raises: boolean;
  readonly device: string;
}

/** Everything that is decided about an approval before anything is written. */
export interface Plan {
  readonly approval: Approval;
  readonly offer: ReadOffer;
  readonly fee: bigint;
  readonly groupKeys: GroupKeys;
  /** What the payer set (rule 18). */
  readonly undoMs: number;
  readonly merchantDay: MerchantDay;
  readonly enrol: EnrolPlan | null;
}

/** Reads what the approval needs and decides what it does. `attempt` grows when an allowance appeared or ended meanwhile. */
export async function planApproval(deps: Deps, approval: Approval, attempt: number): Promise<Plan> {
  const { row } = approval.grant;
  const offer = readOffer(deps, row.offer);
  const merchant = await merchantById(deps, row.merchant_id);
  assert(merchant !== null, "a grant's merchant exists");
  return {
    approval,
    offer,
    fee: splitFee(offer.amount, merchant.feeBasisPoints).fee,
    groupKeys: await groupKeys(deps, { payer: approval.payer, merchant: merchant.id }),
    undoMs: (await settingsOf(deps, approval.payer)).undoMs,
    merchantDay: merchantDayOf(deps, {
      payer: approval.payer,
      merchant: merchant.id,
      ...(await settledPreset(deps, approval.payer)),
    }),
    enrol: planEnrol(deps, approval, attempt),
  };
}

function planEnrol(deps: Deps, approval: Approval, attempt: number): EnrolPlan | null {
  const { grant, agreement, payer } = approval;
  const { choice, limits } = agreement.terms;
  if (choice !== "allow" || grant.row.thumbprint === null) return null;
  const merchant = grant.row.merchant_id;
  const standing = findStanding(deps, { payer, merchant });
  const device = idFromUint("device", nameOf(approval, `device/${attempt}`));
  if (standing?.active) {
    const edit = agreement.chosen && limits !== null ? linesOf(limits) : null;
    const raises = edit !== null && isHigher(edit, standing.lines);
    const change: AllowanceChange = { kind: "stands", edit };
    return { allowance: standing.allowance, row: null, change, raises, device };
  }
  // Agreed to "as it stands", and it does not stand any more: pay this once, open nothing.
  if (limits === null) return null;
  const allowance = idFromUint("allowance", nameOf(approval, `allowance/${attempt}`));
  const lines = linesOf(limits);
  const replaces = standing?.holder ?? null;
  return {
    allowance,
    row: {
      id: allowance,
      payer_id: payer,
      merchant_id: merchant,
      per_click: lines.perClick,
      per_24h: lines.per24h,
      total: lines.total,
      asset: agreement.terms.asset,
      expires_at: lines.expiresAt,
      evidence: JSON.stringify(approval.evidence),
      created_at: deps.clock.now(),
      revoked_at: null,
    },
    change: { kind: "open", lines, key: standingKey(payer, merchant), replaces },
    raises: false,
    device,
  };
}

function isHigher(edit: Lines, { click, day, total }: AllowanceLines): boolean {
  return edit.perClick > click.max || edit.per24h > day.max || edit.total > total.max;
}

/**
 * The entry of a plan. `device` is the enrolment it opens, `replaced` the one of the same key that it ends, null for none;
 * `pays` is false for what is owned already.
 */
export function entryOf(
  deps: Deps,
  plan: Plan,
  of: { device: string | null; replaced: string | null; pays: boolean; attempt: number },
): { entry: Entry; command: ApprovalCommand } {
  const { approval, offer, fee } = plan;
  const { grant, payer, agreement } = approval;
  const { row } = grant;
  const id = nameOf(approval, `${of.pays ? "pay" : "enrol"}/${of.attempt}`);
  const enrol = of.device === null ? null : plan.enrol;
  const { holdMs } = agreement.terms;
  const memo = memoOf(deps, plan, { enrol, pays: of.pays });
  const { asset } = deps.config;
  const owns = offer.claims.access === "own";
  const ownership = owns ? ownershipKey(payer, row.merchant_id, offer.claims.resource) : null;
  const command: ApprovalCommand = {
    id,
    time: timeOf(grant),
    payment: of.pays
      ? {
          price: { amount: offer.amount, fee: approval.later ? 0n : fee, asset },
          ownership,
          ...(holdMs === undefined ? {} : { hold: { ms: holdMs, key: heldKey(payer) } }),
        }
      : null,
    accounts: (approval.later ? tabAccounts : paymentAccounts)(payer, row.merchant_id),
    tab: approval.later
      ? tabUse(deps, { guest: payer, amount: offer.amount, address: approval.later.address })
      : null,
    payer: payerKeys(payer),
    merchantDay: plan.merchantDay,
    grant: grantKey(row.id),
    enrol:
      enrol === null || of.device === null
        ? null
        : {
            counter: counterKey(of.device),
            closes: closings(deps, of.replaced === null ? [] : [of.replaced]),
            keys: allowanceKeys(enrol.allowance),
            change: enrol.change,
          },
    memo: memoBytes(memo),
    commitment: commitment(memo, id, plan.groupKeys),
    facts: sha256(termsBytes(agreement.terms)),
  };
  return { command, entry: approvalEntry(command) };
}

/** The facts of a plan's entry. */
function memoOf(
  deps: Deps,
  { approval, offer, fee, undoMs }: Plan,
  { enrol, pays }: { enrol: EnrolPlan | null; pays: boolean },
): PaymentMemo | AllowanceMemo {
  const { grant, payer, agreement } = approval;
  const time = deps.clock.now();
  const facts = { row: grant.row, payer, allowance: enrol?.allowance ?? null, time };
  if (!pays && enrol !== null) return allowanceMemo({ ...facts, allowance: enrol.allowance });
  return approvalMemo({
    ...facts,
    ...ownUndo(deps.config, undoMs),
    later: approval.later !== undefined,
    by: agreement.by ?? undefined,
    holdMs: agreement.terms.holdMs,
    notice: agreement.notice,
    offer,
    fee,
  });
}

/** A 128-bit name that follows from grant, terms and payer: a second try of the same approval meets its first. */
export function nameOf(
  { grant, agreement, payer }: Pick<Approval, "grant" | "agreement" | "payer">,
  part: string,
): bigint {
  const bytes = idToBytes("grant", grant.row.id);
  assert(bytes !== null, "a grant has an id");
  const key = concat(bytes, sha256(termsBytes(agreement.terms)), utf8(part));
  return deriveEntryId({ time: timeOf(grant), payer: idToUint("payer", payer), key, leg: 0 });
}

/** The time of every entry of a grant: its own, so that its tries have one name. */
export function timeOf({ row }: Grant): Instant {
  return instant(row.created_at);
}
