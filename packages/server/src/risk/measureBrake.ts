import { day, minute } from "@farthing/core";
import { type Brake, fraudRate, stepBrake } from "@farthing/risk";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { foundRight } from "../reports/rules.ts";

/** Measures every ten minutes: at each click it would cost a read. */
export function startBrake(deps: Deps): Duty {
  return startDuty(deps, {
    name: "brake",
    everyMs: 10 * minute,
    work: () => measureBrake(deps),
  });
}

/**
 * Measures fraud by value from the projection of the journal and the reports, and moves the brake. Each change is kept and
 * logged. Throws where the store does not answer: the last measurement gets too old then, and clicks are judged stricter.
 */
export async function measureBrake(deps: Deps): Promise<void> {
  const { store, brake, clock, policies } = deps;
  const now = clock.now();
  const policy = policies.current(now);
  const since = (Math.floor(now / day) - policy.brake.windowDays) * day;
  const measured = {
    fraud: await readFraud(deps, since),
    captured: await readCaptured(deps, since),
  };
  const basisPoints = fraudRate(measured, policy.brake);
  const row = await store.selectFrom("brake").selectAll().executeTakeFirst();
  const before: Brake = { state: row?.state ?? "off", belowSince: row?.below_since ?? null };
  const after = stepBrake(before, { basisPoints, now }, policy);
  const values = { state: after.state, below_since: after.belowSince, at: now };
  await store.transaction().execute(async (unit) => {
    await unit
      .insertInto("brake")
      .values({ id: 1, ...values })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
      .execute();
    if (after.state === before.state) return;
    await unit
      .insertInto("brake_changes")
      .values({ at: now, state: after.state, basis_points: basisPoints })
      .execute();
  });
  brake.set({ ...after, basisPoints, at: now });
  if (after.state !== before.state) {
    deps.logger.warn({ from: before.state, to: after.state, basisPoints }, "the brake changed");
  }
}

/** What was paid and not undone. A sale on a guest's tab counts once a settlement paid it. */
async function readCaptured({ store }: Deps, since: number): Promise<bigint> {
  const { captured } = await store
    .selectFrom("balance_days")
    .select(sql<string>`cast(coalesce(sum(amount - undone), 0) as text)`.as("captured"))
    .where("day", ">=", since / day)
    .executeTakeFirstOrThrow();
  const { unpaid } = await store
    .selectFrom("tab_sales")
    .innerJoin("payments", "payments.id", "tab_sales.payment")
    .select(sql<string>`cast(coalesce(sum(tab_sales.amount), 0) as text)`.as("unpaid"))
    .where("tab_sales.state", "!=", "paid")
    .where("tab_sales.at", ">=", since)
    .where("payments.status", "!=", "reversed")
    .executeTakeFirstOrThrow();
  return BigInt(captured) - BigInt(unpaid);
}

/** "I didn't do this", unless the operator decided that the payment was right, or nobody had paid. */
async function readFraud({ store }: Deps, since: number): Promise<bigint> {
  const { sum } = await store
    .selectFrom("labels")
    .innerJoin("payments", "payments.id", "labels.payment_id")
    .leftJoin("reports", "reports.payment_id", "labels.payment_id")
    .leftJoin("tab_sales as sale", "sale.payment", "labels.payment_id")
    .select(sql<string>`cast(coalesce(sum(payments.amount), 0) as text)`.as("sum"))
    .where("label", "=", "fraud")
    .where("labels.at", ">=", since)
    .where("payments.at", ">=", since)
    .where((row) => row.or([row("sale.state", "is", null), row("sale.state", "=", "paid")]))
    .where((row) =>
      row.or([row("reports.state", "is", null), row("reports.state", "not in", foundRight)]),
    )
    .executeTakeFirstOrThrow();
  return BigInt(sum);
}
