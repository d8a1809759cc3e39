import { type Clock, type Instant, minute } from "@farthing/core";
import type { Farthing } from "@farthing/sdk";
import { type Article, priceOf } from "./articles/article.ts";

/** Most offers kept at once; the oldest go first. */
const offersMax = 5_000;
/** An offer is renewed while a reader still has this long to press. */
const spareMs = 15 * minute;

/** Signed offers per visitor and article, asked of the wallet once and kept until shortly before they expire. */
export interface Offers {
  /** Throws FarthingError when the wallet does not answer. */
  get(article: Article, resource: string, visitor: string): Promise<string>;
}

/** Offers of `farthing`, kept in memory. */
export function createOffers(farthing: Farthing, clock: Clock): Offers {
  const kept = new Map<string, { offer: string; expiresAt: Instant }>();
  return {
    async get(article, resource, visitor) {
      const key = `${visitor} ${article.slug}`;
      const found = kept.get(key);
      if (found && found.expiresAt - spareMs > clock.now()) return found.offer;
      const made = await farthing.offer({
        resource,
        title: article.title,
        price: priceOf(article),
        access: "own",
        visitor,
      });
      kept.delete(key);
      kept.set(key, { offer: made.offer, expiresAt: made.expiresAt as Instant });
      const [oldest] = kept.keys();
      if (kept.size > offersMax && oldest !== undefined) kept.delete(oldest);
      return made.offer;
    },
  };
}
