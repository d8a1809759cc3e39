import { day, hour, second } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { entryName } from "../payments/entryName.ts";
import type { PaymentMemo } from "../payments/memo.ts";
import { entryTimeMs } from "../payments/receipt.ts";
import { tierOf } from "./tierOf.ts";
import { contentMsMax, stepOf } from "./timeSteps.ts";

/** How long one payer waited from the press to the content. */
export interface ContentTime {
  readonly payment: string;
  readonly merchant: string;
  /** Days since 1970, UTC: the day of the payment. */
  readonly day: number;
  readonly tier: number;
  readonly gesture: PaymentMemo["gesture"];
  readonly ms: number;
}

/** Holds times in memory between two writes: what a crash loses is ten seconds of them, and no money. */
export interface ContentTimes {
  /** The first word about a payment stands. */
  note(time: ContentTime): void;
  /** What was noted since the last call. */
  take(): ContentTime[];
}

/** More in ten seconds are not kept: several times what one server is paid. */
const timesMax = 100_000;
/** A time is told once the content is there; much later it is somebody trying things. */
const toldMsMax = hour;
const keptMs = 2 * toldMsMax;
const writtenAtOnce = 300;

/** Nothing was told yet. */
export function newContentTimes(): ContentTimes {
  let times = new Map<string, ContentTime>();
  return {
    note(time) {
      if (times.size < timesMax && !times.has(time.payment)) times.set(time.payment, time);
    },
    take() {
      const taken = [...times.values()];
      times = new Map();
      return taken;
    },
  };
}

/** Notes a time of a payment, unless it is held (nothing is shown yet), was made long ago, or the time is none. */
export function noteContentTime(
  { contentTimes, clock }: Pick<Deps, "contentTimes" | "clock">,
  { entry, memo, ms }: { entry: StoredEntry; memo: PaymentMemo; ms: number },
): void {
  const paidAt = entryTimeMs(entry);
  const isLate = Math.abs(clock.now() - paidAt) > toldMsMax;
  if (isLate || memo.holdMs !== undefined || ms < 0) return;
  contentTimes.note({
    payment: entryName(entry.id),
    merchant: memo.merchant,
    day: Math.floor(paidAt / day),
    tier: tierOf(BigInt(memo.amount)),
    gesture: memo.gesture,
    ms: Math.min(ms, contentMsMax),
  });
}

/** Writes the times down every ten seconds, and once more at the end. */
export function startContentTimes(deps: Deps): Duty {
  const duty = startDuty(deps, {
    name: "content-times",
    everyMs: 10 * second,
    work: () => writeContentTimes(deps),
  });
  return {
    async stop() {
      await duty.stop();
      await writeContentTimes(deps);
    },
  };
}

/** Adds what was noted to the store, each payment once; what could not be written is noted again. */
export async function writeContentTimes(deps: Deps): Promise<void> {
  const taken = deps.contentTimes.take();
  for (let at = 0; at < taken.length; at += writtenAtOnce) {
    try {
      await writeSome(deps, taken.slice(at, at + writtenAtOnce));
    } catch (error) {
      taken.slice(at).forEach((time) => deps.contentTimes.note(time));
      throw error;
    }
  }
  const over = deps.clock.now() - keptMs;
  await deps.store.deleteFrom("content_times").where("at", "<", over).execute();
}

async function writeSome(deps: Deps, times: readonly ContentTime[]): Promise<void> {
  const at = deps.clock.now();
  const fresh = await deps.store.transaction().execute(async (unit) => {
    const rows = await unit
      .insertInto("content_times")
      .values(times.map(({ payment }) => ({ payment_id: payment, at })))
      .onConflict((conflict) => conflict.doNothing())
      .returning("payment_id")
      .execute();
    const isFirst = new Set(rows.map((row) => row.payment_id));
    const first = times.filter(({ payment }) => isFirst.has(payment));
    if (first.length === 0) return first;
    await unit
      .insertInto("content_days")
      .values(countsOf(first))
      .onConflict((conflict) =>
        conflict.columns(["day", "merchant_id", "tier", "step"]).doUpdateSet((row) => ({
          count: row("content_days.count", "+", row.ref("excluded.count")),
        })),
      )
      .execute();
    return first;
  });
  for (const { gesture, tier, ms } of fresh) deps.metrics.content({ gesture, tier }, ms / second);
}

function countsOf(times: readonly ContentTime[]) {
  const cells = Map.groupBy(
    times,
    ({ day: on, merchant, tier, ms }) => `${on} ${merchant} ${tier} ${stepOf(ms)}`,
  );
  return [...cells.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            day: first.day,
            merchant_id: first.merchant,
            tier: first.tier,
            step: stepOf(first.ms),
            count: 1 + others.length,
          },
        ],
  );
}
