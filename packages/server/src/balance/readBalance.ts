import { day, instant } from "@farthing/core";
import type { Balance } from "@farthing/protocol";
import { foundRight } from "../reports/rules.ts";
import { isBlocked } from "../blocks/isBlocked.ts";
import type { Deps } from "../deps.ts";
import { readAdoption } from "./readAdoption.ts";
import { readDelays } from "./readDelays.ts";
import { newSums, newSumsBy, type Sums, type SumsBy } from "./sums.ts";
import { noTier, tierOf, tiers } from "./tierOf.ts";

/**
 * Friction and loss of the last `days` (UTC, today with it), by day, merchant and tier. The journal's part trails it by
 * the moment that the projection needs, the questions by ten seconds.
 */
export async function readBalance(deps: Deps, days: number): Promise<Balance> {
  const { asset } = deps.config;
  const first = firstDay(deps, days);
  const { all, byDay, byMerchant, byTier } = await readSums(deps, days);
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

/** The sums alone: they are of the days, merchants and tiers. */
export async function readSums(deps: Deps, days: number): Promise<AllSums> {
  const { asset } = deps.config;
  const first = firstDay(deps, days);
  const sums: AllSums = {
    all: newSums(asset),
    byDay: newSumsBy(
      asset,
      Array.from({ length: days }, (_, at) => first + days - 1 - at),
    ),
    byMerchant: newSumsBy<string>(asset),
    byTier: newSumsBy(asset, [...tiers.keys(), tiers.length]),
  };
  await addMoney(deps, first, sums);
  await addFriction(deps, first, sums);
  return sums;
}

/** Days since 1970, UTC. */
function firstDay({ clock }: Deps, days: number): number {
  return Math.floor(clock.now() / day) - days + 1;
}

interface AllSums {
  readonly all: Sums;
  readonly byDay: SumsBy<number>;
  readonly byMerchant: SumsBy<string>;
  readonly byTier: SumsBy<number>;
}

/** Where something belongs: null is nowhere. */
function placesOf(
  { all, byDay, byMerchant, byTier }: AllSums,
  of: { day: number; merchant: string | null; tier: number | null },
): Sums[] {
  return [
    all,
    byDay.of(of.day),
    ...(of.merchant === null ? [] : [byMerchant.of(of.merchant)]),
    ...(of.tier === null ? [] : [byTier.of(of.tier)]),
  ];
}

async function addMoney(deps: Deps, first: number, all: AllSums): Promise<void> {
  const add = (of: { day: number; merchant: string; tier: number }, act: (sums: Sums) => void) =>
    placesOf(all, of).forEach(act);
  for (const cell of await readCells(deps, first)) {
    add({ ...cell, merchant: cell.merchant_id }, (sums) => sums.addPayments(cell));
  }
  for (const row of await readFraud(deps, first)) {
    add(placeOf(row), (sums) => sums.addReported(row.amount));
  }
  for (const row of await readAgedOut(deps, first)) {
    add(placeOf(row), (sums) => sums.addAgedOut(row.amount, row.borne));
  }
  for (const row of await readMadeWhole(deps, first)) {
    add(placeOf(row), (sums) => sums.addMadeWhole(row.borne));
  }
}

/** A loss belongs where its payment does. */
function placeOf({ at, merchant_id, amount }: { at: number; merchant_id: string; amount: bigint }) {
  return { day: Math.floor(at / day), merchant: merchant_id, tier: tierOf(amount) };
}

async function addFriction(deps: Deps, first: number, all: AllSums): Promise<void> {
  for (const { kind, count, ...of } of await readQuestions(deps, first)) {
    const merchant = of.merchant_id === "" ? null : of.merchant_id;
    const tier = of.tier === noTier ? null : of.tier;
    for (const sums of placesOf(all, { day: of.day, merchant, tier })) {
      sums.addQuestion(kind, count);
    }
  }
  for (const { step, count, ...of } of await readWaits(deps, first)) {
    for (const sums of placesOf(all, { ...of, merchant: of.merchant_id })) {
      sums.addWaits(step, count);
    }
  }
}

function readCells({ store }: Deps, first: number) {
  return store.selectFrom("balance_days").selectAll().where("day", ">=", first).execute();
}

function readQuestions({ store }: Deps, first: number) {
  return store.selectFrom("question_days").selectAll().where("day", ">=", first).execute();
}

function readWaits({ store }: Deps, first: number) {
  return store.selectFrom("content_days").selectAll().where("day", ">=", first).execute();
}

/** What was reported as not the payer's, unless the operator found the payment right: by the day it was paid. */
function readFraud({ store }: Deps, first: number) {
  return (
    store
      .selectFrom("labels")
      .innerJoin("payments", "payments.id", "labels.payment_id")
      .leftJoin("reports", "reports.payment_id", "labels.payment_id")
      .select(["labels.merchant_id", "payments.amount", "payments.at"])
      .where("label", "=", "fraud")
      .where((row) =>
        row.or([row("reports.state", "is", null), row("reports.state", "not in", foundRight)]),
      )
      // Nothing is labelled before it is paid: the index finds these, and the next line those paid in time.
      .where("labels.at", ">=", first * day)
      .where("payments.at", ">=", first * day)
      .execute()
  );
}

/** Changes of the brake that are told, newest first. */
const changesMax = 10;

async function readBrake(deps: Deps): Promise<Balance["brake"]> {
  const { store, brake, clock, policies } = deps;
  const { asset } = deps.config;
  const now = clock.now();
  const { brakeBasisPoints, brake: rules, checkAgeAbove } = policies.current(now);
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
    basisPoints: brake.isBelieved(now) ? (measured?.basisPoints ?? null) : null,
    line: brakeBasisPoints,
    clicksAbove: { amount: checkAgeAbove.toString(), asset },
    volumeMin: { amount: rules.volumeMin.toString(), asset },
    letGoAt: since === null ? null : since + rules.releaseDays * day,
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
