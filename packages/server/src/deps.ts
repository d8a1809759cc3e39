import type { Clock } from "@farthing/core";
import type { Ledger } from "@farthing/ledger";
import type { Anchor } from "@farthing/log";
import { type Score, scoreSignals } from "@farthing/risk";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import { type ContentTimes, newContentTimes } from "./balance/contentTimes.ts";
import { type Adoption, newAdoption } from "./balance/measureAdoption.ts";
import { type MeasuredBalance, newMeasuredBalance } from "./balance/measureBalance.ts";
import { type BoundedCache, newBoundedCache } from "./boundedCache.ts";
import type { ServerConfig } from "./config.ts";
import { type GrantHub, newGrantHub } from "./grantHub.ts";
import { newRateLimits, type RateLimits } from "./http/rateLimits.ts";
import type { Keys } from "./keys.ts";
import { newPolicies, type Policies } from "./policies/policies.ts";
import { newRefusals, type Refusals } from "./questions/refusals.ts";
import { newQuestions, type Questions } from "./questions/writeQuestions.ts";
import { newPlatformBrake, type PlatformBrake } from "./risk/platformBrake.ts";
import { newRiskMemory, type RiskMemory } from "./risk/riskMemory.ts";
import type { Merchant } from "./merchants/merchant.ts";
import { type Metrics, newMetrics } from "./metrics.ts";
import type { ReadOffer } from "./offers/readOffer.ts";
import type { Assets } from "./pages/assets.ts";
import type { Projection } from "./projections/projection.ts";
import type { Tables } from "./store/tables.ts";

/** All that a use case may reach. Made in one place and passed down. */
export interface Deps {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly store: Kysely<Tables>;
  readonly keys: Keys;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly assets: Assets;
  /** The store's view of the journal: ask `reached` before reading what was committed a moment ago. */
  readonly projection: Projection;
  /** Where the newest checkpoint is kept besides the store, before it is published. */
  readonly checkpointFiles: readonly string[];
  /** The public log as static files: `checkpoint` and `tile/…`. Whatever is missing is made from the ledger. */
  readonly logFolder: string;
  /** The trees behind the totals that were sealed: a file a day. Without one, nobody gets a proof of that day. */
  readonly liabilitiesFolder: string;
  /** Where heads of the log are anchored; none: nowhere. */
  readonly anchors: readonly Anchor[];
  readonly grantHub: GrantHub;
  readonly rates: RateLimits;
  /** Which policy holds when. */
  readonly policies: Policies;
  /** What tells the risk of a payment from what is known of it. */
  readonly score: Score;
  /** What was paid lately, as far as the next payment's risk depends on it. */
  readonly risk: RiskMemory;
  /** How the platform's fraud stands, as of the last time that it was measured. */
  readonly brake: PlatformBrake;
  /** How wallets are looked after, as of the last time that it was counted. */
  readonly adoption: Adoption;
  /** Friction and loss by tier, as of the last time that they were added up. */
  readonly measured: MeasuredBalance;
  /** Writes down what payers are asked and turned down for. */
  readonly questions: Questions;
  /** What the policy refused lately: the same bytes are not paid after. */
  readonly refusals: Refusals;
  /** How long payers waited for what they paid, since it was last written down. */
  readonly contentTimes: ContentTimes;
  /** Memory of this process: losing it costs time and nothing else. */
  readonly caches: {
    /** Offers that this process signed or verified, by the base64url of their SHA-256. */
    readonly offers: BoundedCache<ReadOffer>;
    /** Merchants by id. */
    readonly merchants: BoundedCache<{ merchant: Merchant; until: number }>;
  };
}

/** The parts of `Deps` that come from outside; the rest is made fresh for each server. */
export type OuterDeps = Pick<
  Deps,
  | "config"
  | "clock"
  | "ledger"
  | "store"
  | "keys"
  | "logger"
  | "assets"
  | "projection"
  | "checkpointFiles"
  | "logFolder"
  | "liabilitiesFolder"
  | "anchors"
>;

/** `outer` with this process's counters, limits and caches. */
export function makeDeps(outer: OuterDeps): Deps {
  return {
    ...outer,
    metrics: newMetrics(),
    grantHub: newGrantHub(),
    rates: newRateLimits(outer.config.rate),
    policies: newPolicies(),
    score: scoreSignals,
    risk: newRiskMemory(),
    brake: newPlatformBrake(),
    adoption: newAdoption(),
    measured: newMeasuredBalance(),
    questions: newQuestions(outer),
    refusals: newRefusals(outer.clock),
    contentTimes: newContentTimes(),
    // An offer is about 1 KiB and is paid, if at all, soon after it was made: 64,000 are a minute of a busy site.
    caches: { offers: newBoundedCache(64_000), merchants: newBoundedCache(10_000) },
  };
}
