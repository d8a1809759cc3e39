import type { Clock } from "@farthing/core";
import type { Engine } from "../engine/engine.ts";
import { type JournalHead, type SealedBatch, sealBatch } from "../journal/sealBatch.ts";
import { type Verdict, verdictOf } from "../journal/verdict.ts";
import { execute, type Result } from "../rules/execute.ts";
import { keysOf } from "../rules/keysOf.ts";
import type { Limit, Submission } from "../rules/state.ts";
import { toMs } from "../rules/window.ts";
import { count, countMax, sharedCounters } from "./counters.ts";
import { packLimitsLeft } from "./limitsLeft.ts";
import { assertNotBehind } from "./steadyClock.ts";

/** What the writer answers for one submission. */
export interface Written {
  readonly verdict: Verdict;
  /** 0 for a replayed answer. */
  readonly seq: bigint;
  readonly timestamp: bigint;
  readonly leaf: number;
  /** `packLimitsLeft`; `null` for a refused or replayed one. */
  readonly limitsLeft: BigInt64Array | null;
}

/** The engine, its end, its clock and its counters: the writer's whole memory. */
export interface Desk {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly counters: Float64Array;
  head: JournalHead;
  /** The highest time that the clock told, in nanoseconds. */
  told: bigint;
}

/** Takes an engine's seat: reads where its journal ends. */
export async function openDesk(
  engine: Engine,
  clock: Clock,
  counters = new Float64Array(sharedCounters()),
): Promise<Desk> {
  return { engine, clock, counters, head: await engine.recover(), told: 0n };
}

/**
 * The engine's time now: the clock's, but never behind what is written (the clock may step back). Throws
 * `ClockWrong` when it cannot be right.
 */
export function engineTime(desk: Desk): bigint {
  const toldMs = desk.clock.now();
  assertNotBehind(toldMs, toMs(desk.head.timestamp));
  const told = BigInt(toldMs) * 1_000_000n;
  // Not behind what was told before either: what was due then is due now.
  if (told > desk.told) desk.told = told;
  return desk.told > desk.head.timestamp ? desk.told : desk.head.timestamp + 1n;
}

const none: readonly never[] = [];

function answersOf(
  results: readonly Result[],
  sealed: SealedBatch | null,
  limits: ReadonlyMap<bigint, Limit>,
): Written[] {
  let leaf = sealed?.firstLeaf ?? 0;
  return results.map((result): Written => {
    if ("replayed" in result) {
      const { status, at } = result.replayed;
      const verdict = { status, at, resolved: none };
      return { verdict, seq: 0n, timestamp: 0n, leaf: -1, limitsLeft: null };
    }
    const { recorded } = result;
    const { seq, timestamp } = recorded;
    const verdict = verdictOf(recorded);
    if (recorded.status !== "created") {
      return { verdict, seq, timestamp, leaf: -1, limitsLeft: null };
    }
    leaf += 1;
    const limitsLeft = packLimitsLeft(limits, recorded.submission.entry.uses, toMs(timestamp));
    return { verdict, seq, timestamp, leaf: leaf - 1, limitsLeft };
  });
}

function note(desk: Desk, batch: readonly Submission[], sealed: SealedBatch | null): void {
  const recorded = sealed?.effects.recorded.length ?? 0;
  const created = (sealed?.leaves.length ?? 0) / 32;
  count(desk.counters, "entries", batch.length);
  count(desk.counters, "created", created);
  count(desk.counters, "refused", recorded - created);
  count(desk.counters, "replayed", batch.length - recorded);
  countMax(desk.counters, "batchEntriesMax", batch.length);
}

/** Load, decide, write once. What it answers is durable; what it throws means: stop. */
export async function runBatch(desk: Desk, batch: readonly Submission[]): Promise<Written[]> {
  const started = performance.now();
  const state = await desk.engine.load(keysOf(batch));
  const start = { seq: desk.head.seq + 1n, timestamp: engineTime(desk) };
  const { results, effects } = execute(state, batch, start);
  let sealed: SealedBatch | null = null;
  // A batch of retries only repeats answers: nothing to write.
  if (effects.recorded.length > 0) {
    sealed = sealBatch(desk.head, effects, { timestamp: start.timestamp });
    const committing = performance.now();
    await desk.engine.commit(sealed);
    count(desk.counters, "commitMicros", (performance.now() - committing) * 1_000);
    count(desk.counters, "commits", 1);
    desk.head = sealed.head;
  }
  note(desk, batch, sealed);
  count(desk.counters, "busyMicros", (performance.now() - started) * 1_000);
  return answersOf(results, sealed, state.limits);
}
