import { Interrupted } from "./backup/backupFault.ts";

/** Runs `work` with a signal that Ctrl-C aborts (with `Interrupted`), so that it can clear away what it began. */
export async function interruptible<T>(
  sentence: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = () => abort.abort(new Interrupted(sentence));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  try {
    return await work(abort.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}
