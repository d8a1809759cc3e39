import type { MessagePort } from "node:worker_threads";
import { ProblemError } from "@farthing/core";
import { errorOf } from "../errors.ts";
import type { FullEntry } from "../fullEntry.ts";
import { type Answer, unpackAnswers } from "../writer/answerBytes.ts";
import { laneOf } from "../writer/laneOf.ts";
import type { FromWriter } from "../writer/messages.ts";
import { admits } from "./admits.ts";
import { openOutbox, type ToldClock } from "./outbox.ts";
import { Outstanding } from "./outstanding.ts";

/** A loop's line to the writer. */
export interface Link {
  /** Rejects with `unavailable` before the queue, with `OutcomeUnknown` after it. */
  send(entry: FullEntry, bytes: Uint8Array): Promise<Answer>;
  waiting(): number;
  counters(): Float64Array | null;
  /** Refuses everything from now on; what is outstanding is unknown. */
  readonly fail: () => void;
  /** Waits for all answers, then hangs up. */
  close(): Promise<void>;
}

export interface LinkOptions {
  readonly port: MessagePort;
  readonly queueDeadlineMs: number;
  readonly told: ToldClock | null;
  readonly onFault: (error: Error) => void;
}

/** Opens a loop's line over `port`. */
export function openLink(options: LinkOptions): Link {
  const { port, told } = options;
  const outstanding = new Outstanding();
  let counters: Float64Array | null = null;
  const outbox = openOutbox(port, told);
  let open = true;

  function fail(): void {
    open = false;
    outbox.close();
    outstanding.abandon();
  }

  port.on("message", (message: FromWriter) => {
    if (message.kind === "answers") {
      // First of all, so that the writer works while this loop words the answers.
      const answers = unpackAnswers(message.bytes);
      outbox.answered(answers.length);
      for (const answer of answers) outstanding.settle(answer);
    } else if (message.kind === "hello") {
      counters = new Float64Array(message.counters);
    } else {
      fail();
      options.onFault(errorOf(message));
    }
  });
  port.on("close", fail);

  return {
    send(entry, bytes) {
      const now = performance.now();
      const lane = laneOf(entry);
      const { size: waiting } = outstanding;
      const inLane = outstanding.inLane(lane);
      const queue = { waiting, inLane, oldestAt: outstanding.oldestAt(), now };
      if (!open || !admits(queue, options.queueDeadlineMs)) {
        return Promise.reject(new ProblemError("unavailable"));
      }
      return outstanding.add(outbox.add(bytes), { entryId: entry.id, lane, since: now });
    },
    waiting: () => outstanding.size,
    counters: () => counters,
    fail,
    async close() {
      await outstanding.empty();
      open = false;
      port.close();
    },
  };
}
