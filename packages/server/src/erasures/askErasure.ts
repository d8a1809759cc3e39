import { later, ProblemError } from "@farthing/core";
import type { Erasure } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { waitStart } from "../limits/waitStart.ts";
import { queueAll } from "../mail/letter.ts";
import { balanceOf } from "../wallets/balance.ts";
import { blockersOf } from "./blockers.ts";
import { erasureLetter } from "./erasureLetter.ts";
import { erasureRow } from "./erasureRow.ts";
import { eraseIfDue } from "./workErasures.ts";

/** Whether and when this wallet is erased, and what stands in the way. */
export async function erasureOf(deps: Deps, payer: string): Promise<Erasure> {
  const row = await erasureRow(deps, payer);
  const givesUp = row?.gives_up === 1;
  return {
    waitMs: deps.config.eraseWaitMs,
    until: row?.until ?? null,
    givesUp,
    mayGiveUp: mayGiveUp(deps),
    blockers: await blockersOf(deps, { payer, givesUp }),
    balance: balanceOf(deps, payer),
    erased: false,
  };
}

/** Play money goes back to where it came from; real money is spent or paid out, never given up by a press. */
function mayGiveUp({ config }: Deps): boolean {
  return config.mode === "sandbox";
}

/**
 * Begins to wait, told by mail in the same commit and on every page. Asked before: the same wait, with what is said of the
 * money now. The caller has checked the passkey. Throws `erasure-blocked`, `invalid-request`.
 */
export async function askErasure(
  deps: Deps,
  { payer, givesUp }: { payer: string; givesUp: boolean },
): Promise<Erasure> {
  if (givesUp && !mayGiveUp(deps)) {
    throw new ProblemError("invalid-request", "`givesUp`: only play money is given up");
  }
  if ((await blockersOf(deps, { payer, givesUp })).length > 0) {
    throw new ProblemError("erasure-blocked");
  }
  const until = later(waitStart(deps), deps.config.eraseWaitMs);
  const letters = await erasureLetter(deps, { payer, what: "began", until });
  await deps.store.transaction().execute(async (unit) => {
    const { numInsertedOrUpdatedRows: made } = await unit
      .insertInto("erasures")
      .values({
        payer_id: payer,
        asked_at: deps.clock.now(),
        until,
        gives_up: givesUp ? 1 : 0,
        marking: 0,
      })
      .onConflict((conflict) => conflict.column("payer_id").doNothing())
      .executeTakeFirstOrThrow();
    if (made === 1n) return queueAll(unit, letters);
    return void (await unit
      .updateTable("erasures")
      .set({ gives_up: givesUp ? 1 : 0 })
      .where("payer_id", "=", payer)
      .where("marking", "=", 0)
      .execute());
  });
  const erased = await eraseIfDue(deps, payer);
  return erased ? goneErasure(deps, payer) : erasureOf(deps, payer);
}

function goneErasure(deps: Deps, payer: string): Erasure {
  return {
    waitMs: deps.config.eraseWaitMs,
    until: null,
    givesUp: false,
    mayGiveUp: mayGiveUp(deps),
    blockers: [],
    balance: balanceOf(deps, payer),
    erased: true,
  };
}
