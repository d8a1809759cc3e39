import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

const patienceMs = 10_000;

/** Waits until a program has ended, asked by `ask`; one that does not end in 10 s is ended. */
export async function ended(child: ChildProcess, ask: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  try {
    await ask();
  } catch {
    // It may be gone before it could answer.
    child.kill("SIGTERM");
  }
  await exit;
  clearTimeout(timer);
}
