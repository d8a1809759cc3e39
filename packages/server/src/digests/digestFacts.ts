import { day, type Instant, type WireMoney } from "@farthing/core";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";
import { moneyWords } from "../mail/moneyWords.ts";
import { type Language, words } from "../mail/words.ts";
import { unusualOf, week } from "../wallets/week.ts";

/** What the mail about a week says, in words of its language. */
export interface DigestFacts {
  readonly wallet: string;
  readonly spent: string;
  /** A line for each site, the dearest first. */
  readonly sites: readonly string[];
  readonly unusual: readonly string[];
  readonly home: string;
}

/** Sites that are named; the wallet has the rest. */
const sitesMax = 10;

/** The 7 days of a payer that ended at `due`; null when nothing was paid. */
export async function digestFacts(
  deps: Deps,
  { payer, language, due }: { payer: string; language: Language; due: Instant },
): Promise<DigestFacts | null> {
  const { spent, payments } = await week(deps, payer, due);
  if (payments === 0) return null;
  const unusual = await unusualOf(deps, payer, due);
  const say = words[language].digest;
  const money = (wire: WireMoney) => moneyWords(wire, language);
  const { name } = await deps.store
    .selectFrom("payers")
    .select("name")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const sites = await readSites(deps, payer, due);
  const { asset } = deps.config;
  return {
    wallet: name,
    spent: money(spent),
    sites: sites.map((site) =>
      say.site({
        site: oneLine(site.name),
        amount: money({ amount: site.amount, asset }),
        count: site.count,
      }),
    ),
    unusual: unusual.map((found) => {
      const site = oneLine(found.merchant);
      return found.kind === "price-rise"
        ? say.priceRise({ site, from: money(found.from), to: money(found.to) })
        : say.manySmall({ site, count: found.count, sum: money(found.sum) });
    }),
    home: deps.config.origin,
  };
}

function readSites(deps: Deps, payer: string, due: Instant) {
  return deps.store
    .selectFrom("payments")
    .innerJoin("merchants", "merchants.id", "payments.merchant_id")
    .select([
      "merchants.name",
      sql<string>`cast(sum(payments.amount - given_back) as text)`.as("amount"),
      sql<number>`count(*)`.as("count"),
    ])
    .where("payer_id", "=", payer)
    .where("kind", "=", "payment")
    .where("status", "in", ["captured", "partly-refunded"])
    .where("at", ">", due - 7 * day)
    .where("at", "<=", due)
    .groupBy("merchants.id")
    .orderBy(sql`sum(payments.amount - given_back)`, "desc")
    .limit(sitesMax)
    .execute();
}

/** A name goes into a line of its own: it cannot make another. */
function oneLine(name: string): string {
  return name.replaceAll(/\s+/g, " ");
}
