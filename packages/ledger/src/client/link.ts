import type { MessagePort } from "node:worker_threads";
import { type Clock, ProblemError } from "@farthing/core";
import type { Answer, FromWriter, Submit } from "../writer/messages.ts";
import { admits } from "./admits.ts";
import { Outstanding } from "./outstanding.ts";

/**
 * A loop's line to the writer: sends what has gathered, as one message, whenever the writer has answered the last one.
 * Waking another thread costs as much as a tenth of a payment, and a commit of many costs as much as a commit of one.
 */
export interface Link {
  /** Rejects with `unavailable` before the queue, with `OutcomeUnknown` after it. */
  send(entryId: bigint, bytes: Uint8Array): Promise<Answer>;
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
  /** Another clock than the machine's, and the memory to tell it in. */
  readonly told: { readonly clock: Clock; readonly cell: Float64Array } | null;
  readonly onFault: (message: string) => void;
}

function pack(
  first: number,
  outbox: readonly Uint8Array[],
): Submit & { bytes: Uint8Array<ArrayBuffer> } {
  const lengths = Uint32Array.from(outbox, (bytes) => bytes.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const entry of outbox) {
    bytes.set(entry, offset);
    offset += entry.length;
  }
  return { kind: "submit", first, lengths, bytes };
}

/** Opens a loop's line over `port`. */
export function openLink(options: LinkOptions): Link {
  const { port, told } = options;
  const outstanding = new Outstanding();
  let counters: Float64Array | null = null;
  let outbox: Uint8Array[] = [];
  let next = 0;
  /** Sent, and not answered yet. */
  let away = 0;
  let open = true;

  function flush(): void {
    if (!open || away > 0 || outbox.length === 0) return;
    const sending = outbox;
    outbox = [];
    away = sending.length;
    if (told !== null) told.cell[0] = told.clock.now();
    const message = pack(next - sending.length, sending);
    port.postMessage(message, [message.bytes.buffer]);
  }

  function fail(): void {
    open = false;
    outstanding.abandon();
  }

  port.on("message", (message: FromWriter) => {
    if (message.kind === "answers") {
      away -= message.answers.length;
      // First of all, so that the writer works while this loop words the answers.
      flush();
      for (const answer of message.answers) outstanding.settle(answer);
    } else if (message.kind === "hello") {
      counters = new Float64Array(message.counters);
    } else {
      fail();
      options.onFault(message.message);
    }
  });
  port.on("close", fail);

  return {
    send(entryId, bytes) {
      const now = performance.now();
      const queue = { waiting: outstanding.size, oldestAt: outstanding.oldestAt(), now };
      if (!open || !admits(queue, options.queueDeadlineMs)) {
        return Promise.reject(new ProblemError("unavailable"));
      }
      if (outbox.push(bytes) === 1 && away === 0) setImmediate(flush);
      next += 1;
      return outstanding.add(next - 1, entryId, now);
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
