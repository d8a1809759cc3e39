import type { Asset, Instant } from "@farthing/core";
import type { PresetName } from "@farthing/protocol";

/** What is known of a wallet when its security is checked. Amounts are in the smallest unit of `asset`. */
export interface CheckupFacts {
  readonly now: Instant;
  readonly asset: Asset;
  /** `synced`: backed up, so that it outlives its device. */
  readonly passkeys: readonly { readonly synced: boolean }[];
  /** Recovery codes that were not used; `made`: any ever. */
  readonly codes: { readonly left: number; readonly made: boolean };
  /** Null: none. `score`: 0 to 4, by zxcvbn when it was set; `secondFactor`: codes are asked for with it. */
  readonly password: null | { readonly score: number; readonly secondFactor: boolean };
  /** Null: this server sends no mail. */
  readonly mail: null | {
    readonly address: "none" | "unconfirmed" | "confirmed" | "undelivered";
    readonly digest: boolean;
  };
  /** Browsers that were new when they began to pay, and still may. */
  readonly newBrowsers: readonly NewBrowser[];
  /** Those that may charge by a click now. */
  readonly sites: readonly Site[];
  readonly preset: PresetName;
  /** The next lower preset, and what it lets be paid in 24 hours; null: none is lower. */
  readonly lower: { readonly preset: PresetName; readonly per24h: bigint } | null;
  /** Paid in the last 30 days and not given back. */
  readonly paid30d: bigint;
  /** Advice that was put off, by its id, and until when. */
  readonly putOff: ReadonlyMap<string, Instant>;
}

/** A key that a browser pays with. */
export interface NewBrowser {
  readonly device: string;
  /** Of the site, a name. */
  readonly merchant: string;
  /** Its name; null: nobody knows. */
  readonly browser: string | null;
  readonly at: Instant;
  /** Its payer said that it is theirs. */
  readonly isReviewed: boolean;
}

/** An allowance that stands. */
export interface Site {
  readonly allowance: string;
  readonly merchantId: string;
  readonly merchant: string;
  readonly perClick: bigint;
  readonly per24h: bigint;
  readonly total: bigint;
  /** Of `total`, by clicks. */
  readonly used: bigint;
  readonly createdAt: Instant;
  readonly lastPaidAt: Instant;
  /** Usual price before and now, where it rose; null: it did not. */
  readonly rise: { readonly from: bigint; readonly to: bigint } | null;
  /** The price that its payer found right when it last rose; null for none. */
  readonly keptPrice: bigint | null;
}
