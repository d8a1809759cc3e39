import { day, type Instant, instant, type Money } from "@farthing/core";
import { asset } from "../articles/article.ts";
import { articles } from "../articles/index.ts";

/** Something this site sells. */
export interface Ware {
  /** Its name on this site: an article's slug, `day-pass-2026-01-31`, `six-prints`, `tip-5`. */
  readonly id: string;
  readonly kind: "article" | "pass" | "prints" | "tip";
  /** The address that is sold: what offer and receipt name. */
  readonly path: string;
  /** What the payer reads in the wallet. */
  readonly title: string;
  readonly price: Money;
  /** `own`: paid once. `use`: each payment counts. */
  readonly access: "own" | "use";
}

const cents = (count: bigint): Money => ({ amount: count * 10_000n, asset });

const articleWares: readonly Ware[] = articles.map(({ slug, title, cents: count }) => ({
  id: slug,
  kind: "article",
  path: `/articles/${slug}`,
  title,
  price: cents(count),
  access: "own",
}));

/** How long a day pass opens all articles, counted from its payment. */
export const passMs = day;

/**
 * The pass that is sold on the day of `at`. It lasts 24 hours from the payment, not until midnight: who pays in the
 * evening gets as much as who pays in the morning. Its address names the day it was offered on, because what is owned
 * is never sold again: when a pass ends, the next day's is another thing to buy.
 */
export function passOn(at: Instant): Ware {
  const date = dateOf(at);
  return {
    id: `day-pass-${date}`,
    kind: "pass",
    path: `/pass/${date}`,
    title: "Day pass, 24 hours",
    price: cents(20n),
    access: "own",
  };
}

/** Calendar day in UTC, such as `2026-01-31`. */
function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The download. */
export const prints: Ware = {
  id: "six-prints",
  kind: "prints",
  path: "/prints",
  title: "Six prints of this issue",
  price: cents(10n),
  access: "own",
};

/** The tips, smallest first. */
export const tips: readonly Ware[] = [5n, 20n, 100n].map((count) => ({
  id: `tip-${count}`,
  kind: "tip",
  path: `/tip/${count}`,
  title: "A tip for The Newsstand",
  price: cents(count),
  access: "use",
}));

/** The article's entry in the price list. */
export function wareOf(slug: string): Ware | undefined {
  return articleWares.find(({ id }) => id === slug);
}

/**
 * What is sold under a name, at this moment. A pass is sold on its own day; a page may stay open over midnight, and
 * what was bought yesterday can still run: so yesterday's is known, too.
 */
export function findWare(id: string, now: Instant): Ware | undefined {
  const passes = [passOn(now), passOn(instant(now - day))];
  return [...articleWares, prints, ...tips, ...passes].find((ware) => ware.id === id);
}
