import type { Clock } from "@farthing/core";
import type { Farthing } from "@farthing/sdk";
import type { PrintsFile } from "./download/printsFile.ts";
import type { Offers } from "./offers.ts";
import type { AskedRequests } from "./store/askedRequests.ts";
import type { Deliveries } from "./store/deliveries.ts";
import type { Purchases } from "./store/purchases.ts";

/** What the Newsstand's routes work with. */
export interface Desk {
  readonly farthing: Farthing;
  readonly offers: Offers;
  readonly purchases: Purchases;
  readonly deliveries: Deliveries;
  readonly asked: AskedRequests;
  readonly printsFile: PrintsFile;
  readonly clock: Clock;
  /** This site's own origin: part of every resource that is sold. */
  readonly origin: string;
  /** The wallet's origin. */
  readonly wallet: string;
  /** Sends `Cross-Origin-Opener-Policy: same-origin` with what is for sale, as careful sites do. */
  readonly coop: boolean;
  /** How long a download may take until it is refunded, in milliseconds. */
  readonly deliverWithinMs: number;
  /** Writes a line for the people who run the site. */
  readonly log: (line: string) => void;
}
