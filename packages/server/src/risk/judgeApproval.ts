import { instant, type Instant } from "@farthing/core";
import { decide, type Decision, scoreSignals, tryScore, type Trust } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { findStanding } from "../grants/standing.ts";
import { presetOf } from "../limits/presetOf.ts";
import { loadEnrolment } from "../payments/enrolment.ts";
import { merchantDayKey } from "../payments/keys.ts";

/** A payment that a passkey agreed to on the wallet's page. */
export interface ApprovalAsk {
  readonly payer: string;
  readonly merchant: string;
  /** Smallest unit. */
  readonly price: bigint;
  /** Of the frame's key that asked; null: the page was reached without one. */
  readonly thumbprint: Uint8Array | null;
}

/**
 * What the policy says of a payment on the wallet's page. The passkey was just checked, so no counter asks for one again:
 * only the row and the band decide, and of what they say only D is more than was given.
 */
export async function judgeApproval(deps: Deps, ask: ApprovalAsk): Promise<Decision> {
  const { clock, config, policies } = deps;
  const now = clock.now();
  const policy = policies.current(now);
  const { preset, raisedAt } = await presetOf(deps, ask.payer);
  const price = { amount: ask.price, asset: config.asset };
  return decide({
    policy,
    preset,
    price,
    now,
    trust: trustOf(deps, ask),
    risk: await riskOf(deps, { ...ask, now, raisedAt }),
    clicks: { per10s: 0, per10min: 0, perDay: 0 },
    lastCheckAt: now,
    isNewDevice: false,
    mayPayUnasked: false,
    brake: "off",
    allowance: { perClick: price, expiresAt: instant(now + 1) },
  });
}

function trustOf(deps: Deps, { payer, merchant }: ApprovalAsk): Trust {
  const standing = findStanding(deps, { payer, merchant });
  if (standing?.active) return "trusted";
  const [paidThere] = deps.ledger.lookupLimits([merchantDayKey(payer, merchant)]);
  return standing !== null || paidThere ? "known" : "first";
}

/** The same signals as of a click; a key that is not enrolled yet is as new as can be. */
async function riskOf(deps: Deps, of: ApprovalAsk & { now: Instant; raisedAt: number | null }) {
  const { risk, config } = deps;
  if (!risk.isReady) return null;
  const { payer, merchant, price, now, raisedAt } = of;
  const { created_at: payerSince } = await deps.store
    .selectFrom("payers")
    .select("created_at")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const asking = of.thumbprint === null ? null : await loadEnrolment(deps, of.thumbprint);
  const enrolment = asking?.payer === payer ? asking : null;
  const counts = config.rate.payerPerMinute > 0;
  const keySince = of.thumbprint === null ? payerSince : now;
  return tryScore(scoreSignals, deps.policies.current(now), () => ({
    price,
    deviceAgeMs: now - (enrolment?.deviceSince ?? keySince),
    accountAgeMs: now - payerSince,
    merchantAgeMs: enrolment === null ? null : now - enrolment.allowanceSince,
    clicksPer10min: counts ? risk.clicks(payer, now).per10min : 0,
    usualPrice: risk.usualPrice(merchant),
    raisedAgoMs: counts && raisedAt !== null ? now - raisedAt : null,
    smallInARow: counts ? risk.smallInARow(payer, merchant) : 0,
    counterConflicts: enrolment === null ? 0 : risk.conflicts(enrolment.device),
  }));
}
