import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { ProblemError } from "@farthing/core";
import type { PasswordJudgement } from "@farthing/protocol/passwords";
import type { Deps } from "../deps.ts";
import type { JudgeWork } from "./judge.worker.ts";

/** Judgements under way at once: each is a thread with its dictionaries, for a second at most. */
const atOnceMax = 2;
/** No password takes so long. */
const timeoutMs = 10_000;

const running = new WeakMap<Deps, number>();

/**
 * What the browser said of a password, said again here. In a thread of its own: a hostile one takes a second, and no click
 * waits for it; the dictionaries go with the thread. Throws `unavailable` where others are judged.
 */
export async function judge(deps: Deps, work: JudgeWork): Promise<PasswordJudgement> {
  const others = running.get(deps) ?? 0;
  if (others >= atOnceMax) throw new ProblemError("unavailable");
  running.set(deps, others + 1);
  const worker = new Worker(new URL("./judge.worker.ts", import.meta.url), {
    workerData: work,
    execArgv: [],
  });
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const [judged] = (await once(worker, "message", { signal })) as [PasswordJudgement];
    return judged;
  } finally {
    running.set(deps, (running.get(deps) ?? 1) - 1);
    await worker.terminate();
  }
}
