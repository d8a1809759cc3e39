import { setTimeout as sleep } from "node:timers/promises";
import { day, type Clock, ProblemError } from "@farthing/core";
import { type Kysely, sql } from "kysely";
import type { QuestionDayTable, QuestionTable } from "../store/balanceTables.ts";
import type { Tables } from "../store/tables.ts";
import type { Question } from "./questionOf.ts";

/** Writes down what payers are asked and turned down for. */
export interface Questions {
  /**
   * Resolves once it is on disk: before that it is not answered. The same question again (its id and kind) is written once
   * and counted once. Throws `unavailable` when too many wait already.
   */
  write(question: Question): Promise<void>;
  /** A passkey proved nobody: where that is all that came of a question, it failed. */
  failed(id: string): Promise<void>;
}

/** Between two writes, in milliseconds: what is asked meanwhile shares one sync of the disk. */
const gatherMs = 10;
const writtenAtOnce = 500;
/** More that wait are told to come back: the answer must not be given before the row is written. */
const waitingMax = 20_000;

type Row = Omit<QuestionTable, "outcome" | "failures">;
type QuestionStore = Pick<Kysely<Tables>, "transaction">;

interface Waiting {
  readonly row: Row | null;
  readonly failed: string | null;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/** Writes in batches: the first at once, and what comes while it is written in the next. Nothing is written for what is paid. */
export function newQuestions(deps: { store: QuestionStore; clock: Clock }): Questions {
  const waiting: Waiting[] = [];
  let isRunning = false;
  const run = async () => {
    isRunning = true;
    while (waiting.length > 0) {
      await settle(deps.store, waiting.splice(0, writtenAtOnce));
      await sleep(gatherMs);
    }
    isRunning = false;
  };
  const add = (of: Pick<Waiting, "row" | "failed">) => {
    if (waiting.length >= waitingMax) throw new ProblemError("unavailable");
    return new Promise<void>((done, fail) => {
      waiting.push({ ...of, done, fail });
      if (!isRunning) void run();
    });
  };
  return {
    write: async (question) => add({ row: { ...question, at: deps.clock.now() }, failed: null }),
    failed: async (id) => add({ row: null, failed: id }),
  };
}

async function settle(store: QuestionStore, batch: readonly Waiting[]): Promise<void> {
  try {
    await writeBatch(store, batch);
    for (const { done } of batch) done();
  } catch (error) {
    for (const { fail } of batch) fail(error);
  }
}

async function writeBatch(store: QuestionStore, batch: readonly Waiting[]): Promise<void> {
  const rows = batch.flatMap(({ row }) => (row === null ? [] : [row]));
  const failed = batch.flatMap(({ failed: id }) => (id === null ? [] : [id]));
  await store.transaction().execute(async (unit) => {
    if (rows.length > 0) await addToDays(unit, daysOf(await insertNew(unit, rows)));
    if (failed.length === 0) return;
    await sql`update questions set failures = failures + 1
      where id in (select value from json_each(${JSON.stringify(failed)}))`.execute(unit);
  });
}

type Fresh = Pick<QuestionTable, "at" | "merchant_id" | "tier" | "kind">;

/** Answers with the rows that were not there before. One statement whatever the number: it is compiled once. */
async function insertNew(unit: Kysely<Tables>, rows: readonly Row[]): Promise<readonly Fresh[]> {
  const inserted = await sql<Fresh>`
    insert into questions (id, kind, at, merchant_id, tier, payer_id, offer_hash, reason, decided, facts, answer)
    select value ->> 'id', value ->> 'kind', value ->> 'at', value ->> 'merchant_id', value ->> 'tier',
      value ->> 'payer_id', value ->> 'offer_hash', value ->> 'reason', value ->> 'decided', value ->> 'facts',
      value ->> 'answer'
    from json_each(${JSON.stringify(rows)}) where true
    on conflict do nothing
    returning at, merchant_id, tier, kind`.execute(unit);
  return inserted.rows;
}

function daysOf(fresh: readonly Fresh[]): QuestionDayTable[] {
  return fresh.map(({ at, ...of }) => ({ ...of, day: Math.floor(at / day), count: 1 }));
}

/** Adds to the sums of a day, each cell once. */
export async function addToDays(
  unit: Kysely<Tables>,
  counted: readonly QuestionDayTable[],
): Promise<void> {
  const cells = Map.groupBy(
    counted,
    (row) => `${row.day} ${row.merchant_id} ${row.kind} ${row.tier}`,
  );
  const sums = [...cells.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    return [{ ...first, count: more.reduce((sum, { count }) => sum + count, first.count) }];
  });
  if (sums.length === 0) return;
  await unit
    .insertInto("question_days")
    .values(sums)
    .onConflict((conflict) =>
      conflict.columns(["day", "merchant_id", "kind", "tier"]).doUpdateSet((row) => ({
        count: row("question_days.count", "+", row.ref("excluded.count")),
      })),
    )
    .execute();
}
