import { day, hour, type Instant, later } from "@farthing/core";
import {
  decide,
  type Decision,
  type MerchantLines,
  type Policy,
  type Risk,
  type Trust,
} from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { findStanding } from "../grants/standing.ts";
import { presetFor } from "../limits/presetFor.ts";
import { presetOf } from "../limits/presetOf.ts";
import { merchantById } from "../merchants/merchant.ts";
import type { ReadOffer } from "../offers/readOffer.ts";
import { loadEnrolment } from "../payments/enrolment.ts";
import { isOwned } from "../payments/greet.ts";
import { isAlive } from "../payments/liveKey.ts";
import { scoreInTime } from "./scoreInTime.ts";
import type { GrantTable } from "../store/tables.ts";

const knownMs = 90 * day;

/** The longest hold that a policy can ask for, in milliseconds. */
export const holdMsMax = 24 * hour;

/** Who is asked on the wallet's page to pay what; `payer` null: somebody without a wallet, or who did not say whose yet. */
export interface ApprovalAsk {
  readonly payer: string | null;
  readonly row: Pick<GrantTable, "merchant_id" | "thumbprint">;
  readonly offer: ReadOffer;
}

/**
 * What the policy says of a payment on the wallet's page. That page asks for a passkey anyway, so no counter asks for one
 * again: only the row, the band and the merchant decide, and of what they say only the hold, the notice and D are more than
 * is given.
 */
export async function judgeApproval(deps: Deps, ask: ApprovalAsk): Promise<Decision> {
  const { clock, config, policies } = deps;
  const now = clock.now();
  const policy = policies.current(now);
  const facts = await factsOf(deps, ask, now);
  const price = { amount: ask.offer.amount, asset: config.asset };
  return decide({
    policy,
    preset: await presetFor(deps, ask.payer),
    price,
    now,
    trust: facts.trust,
    risk: riskOf(deps, policy, { ask, facts, now }),
    clicks: { per10s: 0, per10min: 0, perDay: 0 },
    lastCheckAt: now,
    isNewDevice: false,
    mayPayUnasked: false,
    brake: "off",
    merchant: (await merchantById(deps, ask.row.merchant_id))?.lines ?? unset,
    allowance: { perClick: price, expiresAt: later(now, 1) },
  });
}

const unset: MerchantLines = { askAbove: null, neverAbove: null };

/** For how long a payment is held after the passkey, in milliseconds; 0: not at all. */
export function holdMsOf(decision: Decision): number {
  return decision.kind === "step-up" ? decision.holdHours * hour : 0;
}

/** For how long the wallet's page must say that a payment is held, in milliseconds; 0: not at all, or it is owned already. */
export async function pageHoldMs(deps: Deps, ask: ApprovalAsk): Promise<number> {
  if (ask.payer !== null && isOwned(deps, { payer: ask.payer }, ask.offer)) return 0;
  return holdMsOf(await judgeApproval(deps, ask));
}

/** Times are milliseconds. */
interface PayerFacts {
  readonly trust: Trust;
  /** The key that asks, where it is this payer's; for what it did before. */
  readonly device: string | null;
  readonly deviceAgeMs: number;
  readonly accountAgeMs: number;
  readonly merchantAgeMs: number | null;
  readonly raisedAgoMs: number | null;
}

const nobody: PayerFacts = {
  trust: "first",
  device: null,
  deviceAgeMs: 0,
  accountAgeMs: 0,
  merchantAgeMs: null,
  raisedAgoMs: null,
};

async function factsOf(deps: Deps, { payer, row }: ApprovalAsk, now: Instant): Promise<PayerFacts> {
  if (payer === null) return nobody;
  const { merchant_id: merchant, thumbprint } = row;
  const { created_at: since } = await deps.store
    .selectFrom("payers")
    .select("created_at")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const standing = findStanding(deps, { payer, merchant });
  const allowance = standing?.active === true ? standing.allowance : null;
  const asking = thumbprint === null ? null : await loadEnrolment(deps, thumbprint);
  const own = asking?.payer === payer && isAlive(deps, asking) ? asking : null;
  // A key that is not enrolled yet is as new as can be; without one only the wallet has an age.
  const keySince = thumbprint === null ? since : now;
  const { raisedAt } = await presetOf(deps, payer);
  return {
    trust: allowance === null ? await boughtBefore(deps, { payer, merchant }) : "trusted",
    device: own?.device ?? null,
    deviceAgeMs: now - (own?.deviceSince ?? keySince),
    accountAgeMs: now - since,
    merchantAgeMs: allowance === null ? null : await allowanceAgeMs(deps, allowance),
    raisedAgoMs: raisedAt === null ? null : now - raisedAt,
  };
}

async function allowanceAgeMs({ store, clock }: Deps, allowance: string): Promise<number | null> {
  const row = await store
    .selectFrom("allowances")
    .select("created_at")
    .where("id", "=", allowance)
    .executeTakeFirst();
  return row === undefined ? null : clock.now() - row.created_at;
}

/** Paid before within 90 days, and kept (fraud.md §4.8, column K): what is held or came back is no acquaintance. */
async function boughtBefore(
  { store, clock }: Deps,
  of: { payer: string; merchant: string },
): Promise<Trust> {
  const row = await store
    .selectFrom("payments")
    .select("id")
    .where("payer_id", "=", of.payer)
    .where("merchant_id", "=", of.merchant)
    .where("status", "=", "captured")
    .where("at", ">", clock.now() - knownMs)
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? "first" : "known";
}

function riskOf(
  deps: Deps,
  policy: Policy,
  { ask, facts, now }: { ask: ApprovalAsk; facts: PayerFacts; now: Instant },
): Risk | null {
  const { payer, row, offer } = ask;
  const { risk } = deps;
  const { device, deviceAgeMs, accountAgeMs, merchantAgeMs, raisedAgoMs } = facts;
  return scoreInTime(deps, policy, () => ({
    deviceAgeMs,
    accountAgeMs,
    merchantAgeMs,
    raisedAgoMs,
    price: offer.amount,
    clicksPer10min: payer === null ? 0 : risk.clicks(payer, now).per10min,
    usualPrice: risk.usualPrice(row.merchant_id),
    smallInARow: payer === null ? 0 : risk.smallInARow(payer, row.merchant_id),
    counterConflicts:
      payer === null || device === null ? 0 : risk.conflicts({ payer, device, now }),
  }));
}
