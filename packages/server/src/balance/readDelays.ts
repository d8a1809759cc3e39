import { day, hour, minute, second } from "@farthing/core";
import type { Balance } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** Reports read for the delays: of more, the newest. */
const delaysMax = 10_000;

/** Bounds of the table of delays, in seconds. Six hours: labels that young make the score far better than later ones. */
const bounds = [10 * minute, hour, 6 * hour, day, 7 * day].map((ms) => ms / second);

/** How long reports since `since` came after the payment. Quantiles are those of the nearest rank. */
export async function readDelays({ store }: Deps, since: number): Promise<Balance["reports"]> {
  const rows = await store
    .selectFrom("reports")
    .select(["paid_at", "reported_at"])
    .where("reported_at", ">=", since)
    .orderBy("reported_at", "desc")
    .limit(delaysMax)
    .execute();
  const seconds = rows
    .map(({ paid_at: paid, reported_at: reported }) => Math.max(0, reported - paid) / second)
    .toSorted((a, b) => a - b);
  const quantile = (part: number) => seconds[Math.ceil(part * seconds.length) - 1] ?? null;
  return {
    count: seconds.length,
    delayP50: quantile(0.5),
    delayP90: quantile(0.9),
    within: spread(seconds),
  };
}

function spread(seconds: readonly number[]): Balance["reports"]["within"] {
  return [...bounds, null].map((bound, at) => {
    const before = bounds[at - 1] ?? -1;
    const isHere = (each: number) => each > before && (bound === null || each <= bound);
    return { seconds: bound, count: seconds.filter(isHere).length };
  });
}
