import { assert, idToUint } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { dayWindow, merchantDayKey } from "../payments/keys.ts";
import type { SiteLimitsMemo } from "../payments/memo.ts";
import { agreedPreset } from "./agreedPreset.ts";
import { moneyOf } from "./caps.ts";
import type { PresetState } from "./presetOf.ts";
import { sitesOf } from "./sitesOf.ts";

/** Limits changed in one entry: the ledger takes 64. */
const chunkMax = 60;
/** How long a change waits for the store to know every site that was paid, in milliseconds. */
const waitMs = 10_000;

/**
 * Brings the limit of one site's day to what the preset in force says, at each site that the payer paid. Again changes
 * nothing. Cut off, a duty goes on; the payer's own limits hold meanwhile. Answers whether no site can be missing. Throws
 * `unavailable`.
 */
export async function followSites(deps: Deps, payer: string): Promise<boolean> {
  // A site that was first paid a moment ago is one of them.
  const isWhole = await deps.projection.reached(deps.ledger.head().seq, waitMs);
  const { step } = await bringTo(deps, payer, await sitesOf(deps, payer));
  // A site may be missing from the list: left behind, the duty looks again.
  if (!isWhole) return false;
  await deps.store
    .updateTable("payers")
    .set({ sites_step: step })
    .where("id", "=", payer)
    .where("sites_step", "<", step)
    .execute();
  return true;
}

/** The same for one site, whose limit a payment opened by what this process knew of the preset. */
export async function followSite(
  deps: Deps,
  { payer, merchant }: { payer: string; merchant: string },
): Promise<void> {
  await bringTo(deps, payer, [merchant]);
}

/** Repeats what a change of the preset left undone. One that fails keeps none of the others waiting. */
export async function followBehind(deps: Deps, stopped: () => boolean): Promise<void> {
  const behind = await deps.store
    .selectFrom("payers")
    .select("id")
    .whereRef("sites_step", "<", "preset_step")
    .limit(1_000)
    .execute();
  for (const { id } of behind) {
    if (stopped()) return;
    try {
      await followSites(deps, id);
    } catch (error) {
      deps.logger.error({ err: error, payer: id }, "the limits of a payer's sites were not set");
    }
  }
}

/** Whoever writes last reads the preset once more after it: so the last word is that of the preset in force. */
async function bringTo(
  deps: Deps,
  payer: string,
  merchants: readonly string[],
): Promise<PresetState> {
  for (;;) {
    const state = await agreedPreset(deps, payer);
    const max = moneyOf(deps, state).merchantDay;
    const keys = merchants.map((merchant) => merchantDayKey(payer, merchant));
    const limits = deps.ledger.lookupLimits(keys);
    const others = keys.filter((_, at) => {
      const limit = limits[at];
      return limit !== undefined && limit !== null && limit.max !== max;
    });
    if (others.length === 0) return state;
    for (let at = 0; at < others.length; at += chunkMax) {
      await setAll(deps, { payer, step: state.step, max }, others.slice(at, at + chunkMax));
    }
  }
}

async function setAll(
  deps: Deps,
  { payer, step, max }: { payer: string; step: number; max: bigint },
  keys: readonly bigint[],
): Promise<void> {
  const time = deps.clock.now();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const memo: SiteLimitsMemo = { v: 1, kind: "site-limits", payer, step, max: max.toString() };
  const { status } = await deps.ledger.submitEntry({
    time,
    limits: keys.map((limit) => ({
      key: limit,
      set: { kind: "sum" as const, max, window: dayWindow },
    })),
    ...(await entryFacts(deps, id, memo)),
  });
  assert(status === "created", `limits of sites are never ${status}`);
}
