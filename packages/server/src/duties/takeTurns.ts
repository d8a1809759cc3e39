/** Turns of one piece of work. */
export interface Turns {
  /** Asks for a turn at once, or right after the one under way. */
  soon(): void;
  /** Resolves when the turn under way is over; none is begun after that. */
  stop(): Promise<void>;
}

/**
 * Takes a turn now, every `everyMs` milliseconds, and when it is asked for, never two at once and without keeping the
 * process alive. However many fall due during a slow one, a single one follows it. `turn` never rejects.
 */
export function takeTurns(everyMs: number, turn: () => Promise<void>): Turns {
  let stopped = false;
  let isDue = false;
  let isRunning = false;
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    while (isDue) {
      isDue = false;
      await turn();
    }
    isRunning = false;
  };
  const soon = () => {
    if (stopped) return;
    isDue = true;
    if (isRunning) return;
    isRunning = true;
    // Not at once: whoever asks goes on first.
    running = Promise.resolve().then(run);
  };
  soon();
  const timer = setInterval(soon, everyMs);
  timer.unref();
  return {
    soon,
    async stop() {
      stopped = true;
      isDue = false;
      clearInterval(timer);
      await running;
    },
  };
}
