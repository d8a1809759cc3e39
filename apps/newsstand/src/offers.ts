import { type Clock, type Instant, minute } from "@farthing/core";
import type { Farthing } from "@farthing/sdk";
import type { Ware } from "./wares/ware.ts";

/** Most offers kept at once; the oldest go first. */
const offersMax = 5_000;
/** An offer is renewed while a reader still has this long to press. */
const spareMs = 15 * minute;

/** Signed offers per visitor and ware, asked of the wallet once and kept until shortly before they expire. */
export interface Offers {
  /** Throws FarthingError when the wallet does not answer. */
  get(ware: Ware, visitor: string): Promise<string>;
}

/** Offers of `farthing` for a site at `origin`, kept in memory. */
export function createOffers(farthing: Farthing, clock: Clock, origin: string): Offers {
  const kept = new Map<string, { offer: string; expiresAt: Instant }>();
  return {
    async get({ id, path, title, price, access, kind: ware }, visitor) {
      const key = `${visitor} ${id}`;
      const found = kept.get(key);
      if (found && found.expiresAt - spareMs > clock.now()) return found.offer;
      const resource = `${origin}${path}`;
      const kind = ware === "article" ? "article" : "other";
      const made = await farthing.offer({ resource, title, price, access, visitor, kind });
      kept.delete(key);
      kept.set(key, { offer: made.offer, expiresAt: made.expiresAt as Instant });
      const [oldest] = kept.keys();
      if (kept.size > offersMax && oldest !== undefined) kept.delete(oldest);
      return made.offer;
    },
  };
}
