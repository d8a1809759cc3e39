import { second } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { inTurn } from "../grants/inTurn.ts";
import { isFrozen } from "../freezes/isFrozen.ts";
import { blockersOf } from "./blockers.ts";
import { cancelErasure } from "./cancelErasure.ts";
import { hasOpenUndo } from "./hasOpenUndo.ts";
import { emptyStoreLog, finishErasure } from "./finishErasure.ts";
import { isErased } from "./isErased.ts";
import { markErased } from "./markErased.ts";
import type { ErasureTable } from "../store/erasureTables.ts";

/** Erasures at one go; the rest comes the next time. */
const batchMax = 100;

/** Erases every few seconds whoever's wait is over, and finishes what a crash or a restore left half done. */
export function startErasures(deps: Deps): Duty {
  return startDuty(deps, {
    name: "erasures",
    everyMs: 10 * second,
    work: (stopped) => workErasures(deps, stopped),
  });
}

/** The same once. One that fails keeps none of the others waiting. */
export async function workErasures(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<void> {
  for (const payer of await markedOf(deps)) {
    if (stopped()) return;
    await tryOne(deps, payer, () => finish(deps, payer));
  }
  await eraseAllDue(deps, stopped);
  await emptyLogAfter(deps);
}

/** Page by page: those that something stands in the way of keep their place, and the rest must not wait behind them. */
async function eraseAllDue(deps: Deps, stopped: () => boolean): Promise<void> {
  for (let after: Due | null = null; ;) {
    const due = await dueOf(deps, after);
    for (const { payer_id: payer } of due) {
      if (stopped()) return;
      await tryOne(deps, payer, () => eraseIfDue(deps, payer));
    }
    after = due.at(-1) ?? null;
    if (due.length < batchMax) return;
  }
}

/**
 * Erases a payer whose wait is over and who owes and is owed nothing; what is still open makes it wait longer. Answers
 * whether it was done.
 */
export function eraseIfDue(deps: Deps, payer: string): Promise<boolean> {
  // One at a time: who finds something in the way lets go of the row, and must not while another writes the mark.
  return inTurn(deps, `erasure/${payer}`, () => eraseAlone(deps, payer));
}

async function eraseAlone(deps: Deps, payer: string): Promise<boolean> {
  const row = await takeDue(deps, payer);
  if (row === null) return false;
  // Its mark is written: what closes the wallet then is the mark itself, and nothing lets go of the row any more.
  if (!isErased(deps, payer) && !(await mark(deps, payer, row.gives_up === 1))) return false;
  await finish(deps, payer);
  await emptyLogAfter(deps);
  return true;
}

/** Writes the mark; false: something is still open, and the wait goes on. */
async function mark(deps: Deps, payer: string, givesUp: boolean): Promise<boolean> {
  const isOpen =
    (await blockersOf(deps, { payer, givesUp })).length > 0 || (await hasOpenUndo(deps, payer));
  if (!isOpen && (await markErased(deps, payer, { givesUp }))) return true;
  await letGo(deps, payer);
  // A freeze of this moment found the row taken: it cancels it now.
  if (isFrozen(deps, payer)) await cancelErasure(deps, payer);
  return false;
}

/**
 * Takes the row before anything is asked: cancelled until then, or not at all any more. What fails after it leaves it taken,
 * because the mark may be written; the duty goes on.
 */
async function takeDue(
  { store, clock }: Deps,
  payer: string,
): Promise<Pick<ErasureTable, "gives_up"> | null> {
  const row = await store
    .updateTable("erasures")
    .set({ marking: 1 })
    .where("payer_id", "=", payer)
    .where("until", "<=", clock.now())
    .returning("gives_up")
    .executeTakeFirst();
  return row ?? null;
}

/** Something is still open: it waits on, and can be cancelled. */
async function letGo({ store }: Deps, payer: string): Promise<void> {
  await store.updateTable("erasures").set({ marking: 0 }).where("payer_id", "=", payer).execute();
}

async function finish(deps: Deps, payer: string): Promise<void> {
  // Cut off, too, it may have erased something.
  unclean.add(deps);
  await finishErasure(deps, payer);
}

async function tryOne(deps: Deps, payer: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.logger.error({ err: error, payer }, "a payer was not erased");
  }
}

/** Servers whose store's log may hold what was erased: a new one's may. */
const unclean = new WeakSet<Deps>();
const seen = new WeakSet<Deps>();

async function emptyLogAfter(deps: Deps): Promise<void> {
  if (seen.has(deps) && !unclean.has(deps)) return;
  seen.add(deps);
  if (await emptyStoreLog(deps)) unclean.delete(deps);
  else unclean.add(deps);
}

/** Marked in the journal, and still known. */
async function markedOf({ store }: Deps): Promise<string[]> {
  const rows = await store
    .selectFrom("erased_payers")
    .innerJoin("payers", "payers.id", "erased_payers.payer_id")
    .select("payers.id as id")
    .limit(batchMax)
    .execute();
  return rows.map(({ id }) => id);
}

type Due = Pick<ErasureTable, "payer_id" | "until">;

function dueOf({ store, clock }: Deps, after: Due | null): Promise<Due[]> {
  const due = store
    .selectFrom("erasures")
    .select(["payer_id", "until"])
    .where("until", "<=", clock.now())
    .orderBy("until")
    .orderBy("payer_id")
    .limit(batchMax);
  if (after === null) return due.execute();
  const { until, payer_id: payer } = after;
  return due
    .where((is) => is(is.refTuple("until", "payer_id"), ">", is.tuple(until, payer)))
    .execute();
}
