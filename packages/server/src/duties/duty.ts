import type { Deps } from "../deps.ts";

/** Something the server does by itself, over and over. */
export interface Duty {
  /** Resolves when the work under way is over; none is begun after that. */
  stop(): Promise<void>;
}

/**
 * Does `work` now and every `everyMs` milliseconds, never twice at once and without keeping the process alive. A
 * failure is logged and the next time is as good as any. `stopped` tells long work to end between two steps.
 */
export function startDuty(
  deps: Deps,
  duty: { name: string; everyMs: number; work: (stopped: () => boolean) => Promise<void> },
): Duty {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const turn = async () => {
    if (stopped) return;
    try {
      await duty.work(() => stopped);
    } catch (error) {
      deps.logger.error({ err: error, duty: duty.name }, "a duty was not done");
    }
  };
  const next = () => (running = running.then(turn));
  void next();
  const timer = setInterval(() => void next(), duty.everyMs);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
