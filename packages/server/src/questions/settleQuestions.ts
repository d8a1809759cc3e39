import { day, hour, minute } from "@farthing/core";
import { type Kysely, sql } from "kysely";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import type { QuestionDayTable, QuestionTable } from "../store/balanceTables.ts";
import type { Tables } from "../store/tables.ts";
import { addToDays } from "./writeQuestions.ts";

/** Who did not pay so long after being asked gave up. */
const openMs = hour;
/** How long a question is kept, in milliseconds; the sums of a day stay. */
const keptMs = 30 * day;
/** Rows at one go, milliseconds of work: requests are answered in between. */
const atOnce = 500;

/** Looks every minute what came of the questions of an hour ago, and deletes those of a month ago. */
export function startSettling(deps: Deps): Duty {
  return startDuty(deps, {
    name: "questions",
    everyMs: minute,
    work: async (stopped) => {
      await settleQuestions(deps, stopped);
      await forgetQuestions(deps, stopped);
    },
  });
}

/** Says of each question what came of it, once: of all that are an hour old. */
export async function settleQuestions(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<void> {
  const { ledger, projection, store, clock } = deps;
  // A list that lags behind the journal would call what is paid abandoned.
  if (!(await projection.reached(ledger.head().seq, projectionWaitMs))) return;
  const before = clock.now() - openMs;
  for (let settled = atOnce; settled === atOnce && !stopped();) {
    settled = await store.transaction().execute((unit) => settleSome(unit, before));
  }
}

type Settled = Pick<QuestionTable, "at" | "merchant_id" | "tier" | "kind" | "outcome">;

/**
 * Paid: the grant or the frame's passkey led to a payment, or the payer paid the same offer since, with whatever gesture; on
 * a guest's tab also by the wallet that paid the bill.
 */
async function settleSome(unit: Kysely<Tables>, before: number): Promise<number> {
  const { rows } = await sql<Settled>`
    update questions as q set outcome = case
      when exists (select 1 from payments where payments.id = q.id) then 'done'
      when exists (select 1 from grants where grants.id = q.id and payment_id is not null) then 'done'
      when q.payer_id is not null and exists (
        select 1 from payments p where p.kind = 'payment' and p.at >= q.at and p.offer_hash = q.offer_hash
          and p.payer_id in (q.payer_id, (select settled_by from tab_sales
            where guest = q.payer_id and settled_by is not null limit 1))) then 'done'
      when exists (select 1 from grants where grants.id = q.id and status = 'cancelled') then 'cancelled'
      when failures > 0 then 'failed'
      else 'abandoned' end
    where (id, kind) in (
      select id, kind from questions where outcome is null and at <= ${before} order by at limit ${atOnce})
    returning at, merchant_id, tier, kind, outcome`.execute(unit);
  await addToDays(unit, rows.map(outcomeOnItsDay));
  return rows.length;
}

function outcomeOnItsDay({ at, kind, outcome, ...of }: Settled): QuestionDayTable {
  return { ...of, kind: `${kind}:${outcome}`, day: Math.floor(at / day), count: 1 };
}

/** Deletes what is over and a month old. */
export async function forgetQuestions(
  { store, clock }: Deps,
  stopped: () => boolean = () => false,
): Promise<void> {
  for (let gone = atOnce; gone === atOnce && !stopped();) {
    const { numAffectedRows } = await sql`
      delete from questions where (id, kind) in (
        select id, kind from questions where at <= ${clock.now() - keptMs} order by at limit ${atOnce})`.execute(
      store,
    );
    gone = Number(numAffectedRows ?? 0n);
  }
}
