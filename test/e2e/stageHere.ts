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
  /** Stops both and starts them again over the same folder, at new addresses: `wallet` and `newsstand` say which. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface StageHereOptions {
  /** Nobody counts how fast a payer clicks. */
  readonly hurried?: boolean;
  /** Where mails go. Default: they are shown at `/outbox`. */
  readonly mail?: NonNullable<Wired["deps"]["config"]["mail"]>;
}

/** Starts the demo in this process, under a clock that can be turned. */
export async function openStageHere({
  hurried = false,
  mail,
}: StageHereOptions = {}): Promise<StageHere> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-here-"));
  const clock = new TurnedClock();
  const rate = { ...serverDefaults.rate, ...(hurried ? { payerPerMinute: 0 } : {}) };
  const config = { rate, ...(mail === undefined ? {} : { mail }) };
  const start = () => startDemo({ folder, clock, config });
  let demo = await start();
  return {
    folder,
    clock,
    get wallet() {
      return demo.wallet.url;
    },
    get newsstand() {
      return demo.newsstand;
    },
    get deps() {
      return demo.wallet.deps;
    },
    async restart() {
      await demo.close();
      demo = await start();
    },
    async close() {
      await demo.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
