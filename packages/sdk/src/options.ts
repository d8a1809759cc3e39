import type { Clock } from "@farthing/core";
import type { SeenReceipts } from "./seenReceipts.ts";

/** What a merchant's server says about itself. */
export interface FarthingOptions {
  /** The wallet's origin, such as `http://localhost:4020`. */
  readonly wallet: string;
  /** This merchant's id, `mer_…`. */
  readonly merchant: string;
  /** This merchant's API key. Belongs on the server only. */
  readonly apiKey: string;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /**
   * Default: this process's memory. Needed when several processes sell the same things, and for `access: "use"`: memory
   * is gone after a restart, and a receipt that has not expired would open once more.
   */
  readonly seen?: SeenReceipts;
}

/** A price: the smallest unit as bigint, or as a decimal text. */
export interface Price {
  readonly amount: bigint | string;
  /** Such as `PLAY/6`: amounts count millionths. */
  readonly asset: string;
}
