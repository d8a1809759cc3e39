import type { Clock } from "@farthing/core";
import type { Farthing } from "@farthing/sdk";
import type { Offers } from "./offers.ts";
import type { Unlocks } from "./store/unlocks.ts";

/** What the Newsstand's routes work with. */
export interface Desk {
  readonly farthing: Farthing;
  readonly offers: Offers;
  readonly unlocks: Unlocks;
  readonly clock: Clock;
  /** This site's own origin: part of every resource that is sold. */
  readonly origin: string;
  /** The wallet's origin. */
  readonly wallet: string;
  /** Sends `Cross-Origin-Opener-Policy: same-origin` with articles, as careful sites do. */
  readonly coop: boolean;
}
