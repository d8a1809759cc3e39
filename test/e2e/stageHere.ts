import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemo, type Wired } from "@farthing/app";
import { type Clock, type Instant, instant, systemClock } from "@farthing/core";
import { serverDefaults } from "@farthing/server";
import type { Place } from "./stage.ts";

/** A clock that a test turns; until then it is the machine's. */
export class TurnedClock implements Clock {
  #turnedMs = 0;
  now(): Instant {
    return instant(systemClock.now() + this.#turnedMs);
  }
  pass(ms: number): void {
    this.#turnedMs += ms;
  }
}

/** The same servers on real sockets, but in this process: for what no other process lets a test do. */
export interface StageHere extends Place {
  readonly clock: TurnedClock;
  readonly deps: Wired["deps"];
  close(): Promise<void>;
}

/** Starts the demo in this process, under a clock that can be turned. `hurried`: nobody counts how fast a payer clicks. */
export async function openStageHere({ hurried = false } = {}): Promise<StageHere> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-here-"));
  const clock = new TurnedClock();
  const rate = { ...serverDefaults.rate, ...(hurried ? { payerPerMinute: 0 } : {}) };
  const demo = await startDemo({ folder, clock, config: { rate } });
  return {
    folder,
    clock,
    wallet: demo.wallet.url,
    newsstand: demo.newsstand,
    deps: demo.wallet.deps,
    async close() {
      await demo.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
