import { day, instant } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { findUnusual, type Unusual } from "@farthing/risk";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";

const weekMs = 7 * day;

/** What was paid a moment ago should be in it; but the wallet opens also while the lists lag. */
const waitMs = 300;

/** The 7 days up to `until` of a payer (rule 25): what was paid and not given back, and at how many sites. */
export async function week(
  deps: Deps,
  payer: string,
  until = deps.clock.now(),
): Promise<Omit<Me["week"], "unusual">> {
  await deps.projection.reached(deps.ledger.head().seq, waitMs);
  const { spent, paid, sites } = await deps.store
    .selectFrom("payments")
    .select([
      // Summed as an integer of 64 bits: the column is one, and a week of it fits.
      sql<string>`cast(coalesce(sum(amount - given_back), 0) as text)`.as("spent"),
      // Not `payments`: columns of that name are read as bigint.
      sql<number>`count(*)`.as("paid"),
      sql<number>`count(distinct merchant_id)`.as("sites"),
    ])
    .where("payer_id", "=", payer)
    .where("kind", "=", "payment")
    .where("status", "in", ["captured", "partly-refunded"])
    .where("at", ">", until - weekMs)
    .where("at", "<=", until)
    .executeTakeFirstOrThrow();
  return { spent: { amount: spent, asset: deps.config.asset }, payments: paid, sites };
}

/** What the 7 days up to `until` hold that the four weeks before did not. Not for a click: it reads five weeks. */
export async function unusualOf(
  deps: Deps,
  payer: string,
  until = deps.clock.now(),
): Promise<Me["week"]["unusual"]> {
  const money = (amount: bigint) => ({ amount: amount.toString(), asset: deps.config.asset });
  const { found, names } = await lookBack(deps, payer, until);
  return found.map((each) => {
    const merchant = names.get(each.merchant) ?? "";
    return each.kind === "price-rise"
      ? { ...each, merchant, from: money(each.from), to: money(each.to) }
      : { ...each, merchant, sum: money(each.sum) };
  });
}

/** Payments of one payer that are looked at: of more in five weeks, the newest. */
const looksMax = 2_000;

/** As `unusualOf`, by the merchants' ids: two may have one name. */
export async function lookBack(
  deps: Deps,
  payer: string,
  until = deps.clock.now(),
): Promise<{ found: Unusual[]; names: ReadonlyMap<string, string> }> {
  const since = instant(until - weekMs);
  const { smallUpTo } = deps.policies.current(deps.clock.now());
  const rows = await deps.store
    .selectFrom("payments")
    .innerJoin("merchants", "merchants.id", "payments.merchant_id")
    .select(["merchants.id as merchant", "merchants.name", "amount", "at"])
    .where("payer_id", "=", payer)
    .where("kind", "=", "payment")
    .where("status", "not in", ["reversed", "released"])
    .where("at", ">", since - 4 * weekMs)
    .where("at", "<=", until)
    .orderBy("seq", "desc")
    .limit(looksMax)
    .execute();
  const seen = rows.map(({ merchant, amount, at }) => ({
    merchant,
    price: amount,
    at: instant(at),
  }));
  const names = new Map(rows.map(({ merchant, name }) => [merchant, name]));
  return { found: findUnusual(seen, { since, smallUpTo }), names };
}
