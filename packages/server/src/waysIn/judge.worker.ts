import { parentPort, workerData } from "node:worker_threads";
import { assert } from "@farthing/core";
import { judgePassword } from "@farthing/protocol/passwords";

/** What the judgement's thread starts with. */
export interface JudgeWork {
  readonly password: string;
  readonly own: readonly string[];
  /** In characters. */
  readonly lengthMin: number;
}

assert(parentPort !== null, "this file is a worker thread");
const { password, own, lengthMin } = workerData as JudgeWork;
parentPort.postMessage(judgePassword(password, own, lengthMin));
