import type { Deps } from "../deps.ts";
import { takeTurns, type Turns } from "./takeTurns.ts";

/** Something the server does by itself, over and over. */
export type Duty = Pick<Turns, "stop">;

/**
 * Does `work` now, every `everyMs` milliseconds and when it is asked to, as `takeTurns` says. A failure is logged and the
 * next time is as good as any. `stopped` tells long work to end between two steps.
 */
export function startDuty(
  deps: Deps,
  duty: { name: string; everyMs: number; work: (stopped: () => boolean) => Promise<void> },
): Turns {
  let stopped = false;
  const turns = takeTurns(duty.everyMs, async () => {
    try {
      await duty.work(() => stopped);
    } catch (error) {
      deps.logger.error({ err: error, duty: duty.name }, "a duty was not done");
    }
  });
  return {
    ...turns,
    stop() {
      stopped = true;
      return turns.stop();
    },
  };
}
