import type { Clock } from "@farthing/core";
import type { Device } from "../payer/device.ts";
import type { Http } from "../payer/http.ts";
import type { SoftPayer } from "../payer/openPayer.ts";
import type { Chance } from "../seeded.ts";
import type { Shop } from "../server/readShop.ts";
import type { Call, Seen } from "./history.ts";

/** An offer as the bank's payers know it. */
export interface PricedOffer {
  readonly text: string;
  readonly price: bigint;
  /** The resource that is owned once paid; null for access each time. */
  readonly owns: string | null;
}

/** A merchant with everything it sells. */
export interface Stall {
  readonly shop: Shop;
  readonly offers: readonly PricedOffer[];
  /** What was paid here and may be given back: the newest ones. */
  readonly paid: string[];
}

/** One payer's button at one merchant: a key of its own, under an allowance. */
export interface Seat {
  readonly payer: Wallet;
  readonly stall: Stall;
  readonly device: Device;
  allowance: string;
}

/** A payer, all of whose seats share its balance and its limits. */
export interface Wallet {
  readonly number: number;
  readonly session: string;
  readonly passkey: SoftPayer["passkey"];
  readonly seats: Seat[];
}

/** A bank under way. */
export interface Bank {
  /** Through the fault proxy. */
  readonly http: Http;
  /** Straight to the server: for what moves no money. */
  readonly direct: Http;
  readonly clock: Clock;
  readonly stalls: readonly Stall[];
  readonly wallets: readonly Wallet[];
  readonly calls: Call[];
  readonly seen: Seen[];
  /** How often an answer did not come and the same bytes were sent again. */
  retries: number;
  /** Writes whose first answer did not come, and that were answered when they were asked for again. */
  resolvedLater: number;
  /** Whether new calls are begun; those under way are asked for until they are answered. */
  isOpen: boolean;
}

/** A pair of hands that acts for the bank with its own chance. */
export interface Hand {
  readonly bank: Bank;
  readonly chance: Chance;
}
