import { second } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { blockersOf } from "./blockers.ts";
import { erasureRow } from "./erasureRow.ts";
import { emptyStoreLog, finishErasure } from "./finishErasure.ts";
import { markErased } from "./markErased.ts";

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
    await tryOne(deps, payer, () => finishErasure(deps, payer));
  }
  for (const payer of await dueOf(deps)) {
    if (stopped()) return;
    await tryOne(deps, payer, () => eraseIfDue(deps, payer));
  }
  await emptyLogAfter(deps);
}

/**
 * Erases a payer whose wait is over and who owes and is owed nothing; what is still open makes it wait longer. Answers
 * whether it was done.
 */
export async function eraseIfDue(deps: Deps, payer: string): Promise<boolean> {
  const row = await erasureRow(deps, payer);
  if (row === null || row.until > deps.clock.now()) return false;
  const givesUp = row.gives_up === 1;
  if ((await blockersOf(deps, { payer, givesUp })).length > 0) return false;
  await markErased(deps, payer);
  await finishErasure(deps, payer);
  unclean.add(deps);
  await emptyLogAfter(deps);
  return true;
}

async function tryOne(deps: Deps, payer: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    unclean.add(deps);
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

async function dueOf({ store, clock }: Deps): Promise<string[]> {
  const rows = await store
    .selectFrom("erasures")
    .select("payer_id")
    .where("until", "<=", clock.now())
    .orderBy("until")
    .limit(batchMax)
    .execute();
  return rows.map(({ payer_id }) => payer_id);
}
