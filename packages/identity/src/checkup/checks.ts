import { day, instant } from "@farthing/core";
import type { Advice } from "@farthing/protocol";
import type { CheckupFacts, Site } from "./checkupFacts.ts";

/**
 * One thing that the check-up looks at. `weight`: its part of the score. Its advice is there while something is to do; an
 * `id` lasts as long as its cause, so that what was put off stays put off.
 */
export interface Check {
  readonly kind: Advice["kind"];
  readonly weight: number;
  /** Whether it concerns this wallet at all. */
  readonly applies: (facts: CheckupFacts) => boolean;
  readonly find: (facts: CheckupFacts) => readonly Advice[];
}

/** A site is young until then: what it used says nothing yet. */
const youngMs = 14 * day;
/** Without a payment for so long it is no habit any more; half of what an allowance lives. */
const idleMs = 14 * day;
/** How long a new browser is asked about, in milliseconds: two digests see it. */
export const newBrowserMs = 14 * day;

/**
 * Everything that is looked at, what protects most first: money that somebody else may be taking, then the loss of the
 * wallet itself, then hearing of it, then what a mishap may cost. Weights are our own judgement in the order of their
 * sources (docs/explanation/security-checkup.md). Another check is one more entry here.
 */
export const checks: readonly Check[] = [
  {
    kind: "new-browser",
    weight: 30,
    applies: ({ newBrowsers }) => newBrowsers.length > 0,
    find: ({ newBrowsers, now }) =>
      newBrowsers
        .filter(({ isReviewed, at }) => !isReviewed && now - at < newBrowserMs)
        .map(({ device, merchant, browser, at }) => ({
          kind: "new-browser",
          id: `new-browser/${device}`,
          canWait: false,
          device,
          merchant,
          browser,
          at,
        })),
  },
  {
    kind: "second-passkey",
    weight: 25,
    applies: ({ passkeys }) => passkeys.length > 0,
    find: ({ passkeys }) => {
      const [only, second] = passkeys;
      if (only === undefined || second !== undefined) return [];
      return [{ kind: "second-passkey", id: "second-passkey", canWait: true, synced: only.synced }];
    },
  },
  {
    kind: "recovery-codes",
    weight: 20,
    applies: ({ passkeys }) => passkeys.length > 0,
    find: ({ codes }) => {
      if (codes.left > 0) return [];
      const state = codes.made ? "used-up" : "none";
      return [{ kind: "recovery-codes", id: "recovery-codes", canWait: true, state }];
    },
  },
  {
    kind: "alerts",
    weight: 15,
    applies: ({ mail }) => mail !== null,
    find: ({ mail }) =>
      mail === null || mail.address === "confirmed"
        ? []
        : [{ kind: "alerts", id: "alerts", canWait: true, state: mail.address }],
  },
  {
    kind: "second-factor",
    weight: 10,
    applies: ({ password }) => password !== null,
    find: ({ password }) =>
      password === null || password.secondFactor
        ? []
        : [{ kind: "second-factor", id: "second-factor", canWait: true }],
  },
  {
    kind: "stronger-password",
    weight: 10,
    applies: ({ password }) => password !== null,
    find: ({ password }) => {
      if (password === null || isStrong(password)) return [];
      const { score } = password;
      return [{ kind: "stronger-password", id: "stronger-password", canWait: true, score }];
    },
  },
  {
    kind: "price-rise",
    weight: 10,
    applies: ({ sites }) => sites.length > 0,
    find: (facts) => facts.sites.flatMap((site) => priceRise(facts, site)),
  },
  {
    kind: "idle-site",
    weight: 5,
    applies: hasOldSite,
    find: (facts) => facts.sites.flatMap((site) => idleSite(facts, site)),
  },
  {
    kind: "wide-site",
    weight: 5,
    applies: hasOldSite,
    find: (facts) => facts.sites.flatMap((site) => wideSite(facts, site)),
  },
  {
    kind: "lower-preset",
    weight: 5,
    // Balanced is what every wallet begins with: nobody is told to leave it.
    applies: ({ preset, lower }) => preset === "convenient" && lower !== null,
    find: lowerPreset,
  },
  {
    kind: "digest",
    weight: 5,
    applies: ({ mail }) => mail?.address === "confirmed",
    find: ({ mail }) => (mail?.digest ? [] : [{ kind: "digest", id: "digest", canWait: true }]),
  },
];

/** zxcvbn's scale: from 3 on guesses over the network do not get there, from 4 on guesses at a stolen hash do not either. */
const strongScore = { alone: 4, besideAFactor: 3 } as const;

function isStrong({ score, secondFactor }: NonNullable<CheckupFacts["password"]>): boolean {
  return score >= (secondFactor ? strongScore.besideAFactor : strongScore.alone);
}

function hasOldSite({ sites, now }: CheckupFacts): boolean {
  return sites.some((site) => now - site.createdAt >= youngMs);
}

/** A price that was found right is news again once it is half as much again. */
function priceRise({ asset }: CheckupFacts, site: Site): readonly Advice[] {
  const { rise, keptPrice, merchantId, allowance, merchant } = site;
  if (rise === null || (keptPrice !== null && 2n * rise.to < 3n * keptPrice)) return [];
  const money = (amount: bigint) => ({ amount: amount.toString(), asset });
  return [
    {
      kind: "price-rise",
      id: `price-rise/${merchantId}`,
      canWait: false,
      allowance,
      merchant,
      from: money(rise.from),
      to: money(rise.to),
    },
  ];
}

function isIdle({ now }: CheckupFacts, { lastPaidAt }: Site): boolean {
  return now - lastPaidAt >= idleMs;
}

function idleSite(facts: CheckupFacts, site: Site): readonly Advice[] {
  if (!isIdle(facts, site)) return [];
  const { allowance, merchant, lastPaidAt, total, used } = site;
  const left = { amount: (total - used).toString(), asset: facts.asset };
  const since = instant(lastPaidAt);
  const id = `idle-site/${allowance}`;
  return [{ kind: "idle-site", id, canWait: true, allowance, merchant, since, left }];
}

/** A tenth or less: twice of what was used would do, and one more click. Said only where that halves the line. */
function wideSite(facts: CheckupFacts, site: Site): readonly Advice[] {
  const { allowance, merchant, perClick, per24h, total, used, createdAt } = site;
  const isWide = facts.now - createdAt >= youngMs && 10n * used <= total;
  const newTotal = used + (used > perClick ? used : perClick);
  if (!isWide || isIdle(facts, site) || 2n * newTotal > total) return [];
  const money = (amount: bigint) => ({ amount: amount.toString(), asset: facts.asset });
  const newDay = per24h < newTotal ? per24h : newTotal;
  return [
    {
      kind: "wide-site",
      id: `wide-site/${allowance}`,
      canWait: true,
      allowance,
      merchant,
      used: money(used),
      total: money(total),
      lines: {
        perClick: perClick.toString(),
        per24h: newDay.toString(),
        total: newTotal.toString(),
      },
      newTotal: money(newTotal),
    },
  ];
}

/** All of a month fits into one day of the lower preset: nothing would be asked more often. */
function lowerPreset({ preset, lower, paid30d, asset }: CheckupFacts): readonly Advice[] {
  if (preset !== "convenient" || lower === null || paid30d > lower.per24h) return [];
  const money = (amount: bigint) => ({ amount: amount.toString(), asset });
  return [
    {
      kind: "lower-preset",
      id: "lower-preset",
      canWait: true,
      from: preset,
      to: lower.preset,
      paid: money(paid30d),
      per24h: money(lower.per24h),
    },
  ];
}
