import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemo, type Wired } from "@farthing/app";
import { type Clock, type Instant, instant, systemClock } from "@farthing/core";
import { defaultPolicy, type Policy } from "@farthing/risk";
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
  /** No payer is too fast, and nothing bought or raised a moment ago looks unusual. */
  readonly hurried?: boolean;
  /** Where mails go. Default: they are shown at `/outbox`. */
  readonly mail?: NonNullable<Wired["deps"]["config"]["mail"]>;
}

/** In force with the one that comes with Farthing, and taken after it. */
function unhurried(): Policy {
  const clicks = { per10s: 1_000_000, per10min: 1_000_000, perDay: 1_000_000 };
  const { scoring, presets } = defaultPolicy;
  const { careful, balanced, convenient } = presets;
  return {
    ...defaultPolicy,
    presets: {
      careful: { ...careful, clicks },
      balanced: { ...balanced, clicks },
      convenient: { ...convenient, clicks },
    },
    scoring: {
      ...scoring,
      weights: { ...scoring.weights, velocity: 0, "limit-raised": 0, "small-in-a-row": 0 },
    },
  };
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
  const start = async () => {
    const started = await startDemo({ folder, clock, config });
    if (hurried) started.wallet.deps.policies.add(unhurried());
    return started;
  };
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
