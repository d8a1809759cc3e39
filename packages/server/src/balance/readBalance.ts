import { day, instant } from "@farthing/core";
import type { Balance } from "@farthing/protocol";
import { releaseMs } from "@farthing/risk";
import { isBlocked } from "../blocks/isBlocked.ts";
import type { Deps } from "../deps.ts";
import { readAdoption } from "./readAdoption.ts";
import { readDelays } from "./readDelays.ts";
import { newSums, newSumsBy } from "./sums.ts";
import { tierOf, tiers } from "./tierOf.ts";

/**
 * Friction and loss of the last `days` (UTC, today with it), by day, merchant and tier. The journal's part trails it by
 * the moment that the projection needs, the questions by ten seconds.
 */
export async function readBalance(deps: Deps, days: number): Promise<Balance> {
  const { asset } = deps.config;
  const today = Math.floor(deps.clock.now() / day);
  const first = today - days + 1;
  const all = newSums(asset);
  const byDay = newSumsBy(
    asset,
    Array.from({ length: days }, (_, at) => today - at),
  );
  const byMerchant = newSumsBy<string>(asset);
  const byTier = newSumsBy(asset, [...tiers.keys(), tiers.length]);
  const places = (of: { day: number; merchant: string; tier: number }) => [
    all,
    byDay.of(of.day),
    byMerchant.of(of.merchant),
    byTier.of(of.tier),
  ];
  for (const cell of await readCells(deps, first)) {
    for (const sums of places({ ...cell, merchant: cell.merchant_id })) sums.addPayments(cell);
  }
  for (const { day: at, merchant_id: merchant, kind, count } of await readQuestions(deps, first)) {
    const asked = [all, byDay.of(at), ...(merchant === "" ? [] : [byMerchant.of(merchant)])];
    for (const sums of asked) sums.addQuestion(kind, count);
  }
  for (const { at, merchant_id: merchant, amount } of await readFraud(deps, first)) {
    const place = { day: Math.floor(at / day), merchant, tier: tierOf(amount) };
    for (const sums of places(place)) sums.addReported(amount);
  }
  for (const { at, merchant_id: merchant, amount, borne } of await readAgedOut(deps, first)) {
    const place = { day: Math.floor(at / day), merchant, tier: tierOf(amount) };
    for (const sums of places(place)) sums.addAgedOut(amount, borne);
  }
  for (const { at, merchant_id: merchant, amount, borne } of await readMadeWhole(deps, first)) {
    const place = { day: Math.floor(at / day), merchant, tier: tierOf(amount) };
    for (const sums of places(place)) sums.addMadeWhole(borne);
  }
  const names = await readNames(deps);
  return {
    since: instant(first * day),
    all: all.read(),
    days: byDay.read().map(([at, sums]) => ({ ...sums, day: at * day })),
    merchants: byMerchant.read().map(([merchant, sums]) => ({
      ...sums,
      merchant,
      name: names.get(merchant) ?? "",
      blocked: isBlocked(deps, merchant),
    })),
    tiers: byTier.read().map(([at, sums]) => {
      const upTo = tiers[at];
      return { ...sums, upTo: upTo === undefined ? null : { amount: upTo.toString(), asset } };
    }),
    brake: await readBrake(deps),
    reports: await readDelays(deps, first * day),
    wallets: await readAdoption(deps),
  };
}

function readCells({ store }: Deps, first: number) {
  return store.selectFrom("balance_days").selectAll().where("day", ">=", first).execute();
}

function readQuestions({ store }: Deps, first: number) {
  return store.selectFrom("question_days").selectAll().where("day", ">=", first).execute();
}

/** What was reported as not the payer's: by the day it was paid. */
function readFraud({ store }: Deps, first: number) {
  return (
    store
      .selectFrom("labels")
      .innerJoin("payments", "payments.id", "payment_id")
      .select(["labels.merchant_id", "payments.amount", "payments.at"])
      .where("label", "=", "fraud")
      // Nothing is labelled before it is paid: the index finds these, and the next line those paid in time.
      .where("labels.at", ">=", first * day)
      .where("payments.at", ">=", first * day)
      .execute()
  );
}

/** Changes of the brake that are told, newest first. */
const changesMax = 10;

async function readBrake({ store, brake, clock, policies }: Deps): Promise<Balance["brake"]> {
  const now = clock.now();
  const measured = brake.measured();
  const changes = await store
    .selectFrom("brake_changes")
    .select(["at", "state", "basis_points as basisPoints"])
    .orderBy("at", "desc")
    .limit(changesMax)
    .execute();
  const since = measured?.belowSince ?? null;
  return {
    state: brake.state(now),
    basisPoints: measured?.basisPoints ?? null,
    line: policies.current(now).brakeBasisPoints,
    letGoAt: since === null ? null : since + releaseMs,
    changes,
  };
}

/** What was sold on tabs and written off: by the day it was sold. */
function readAgedOut({ store }: Deps, first: number) {
  return store
    .selectFrom("tab_sales")
    .select(["merchant_id", "amount", "borne", "at"])
    .where("state", "=", "aged-out")
    .where("at", ">=", first * day)
    .execute();
}

/** What the operator bore of refunds that reports brought about: by the day it was paid. */
function readMadeWhole({ store }: Deps, first: number) {
  return store
    .selectFrom("report_losses")
    .selectAll()
    .where("at", ">=", first * day)
    .execute();
}

async function readNames({ store }: Deps): Promise<Map<string, string>> {
  const rows = await store.selectFrom("merchants").select(["id", "name"]).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
