import type { MessagePort } from "node:worker_threads";
import { type Clock, ProblemError } from "@farthing/core";
import { OutcomeUnknown } from "../errors.ts";
import type { Answer, FromWriter, Submit } from "../writer/messages.ts";
import { admission } from "./admission.ts";

interface Outstanding {
  readonly entryId: bigint;
  readonly since: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A loop's line to the writer: gathers what this turn of the loop submits, sends it as one message. */
export interface Link {
  /** Rejects with `unavailable` before the queue, with `OutcomeUnknown` after it. */
  send(entryId: bigint, bytes: Uint8Array): Promise<Answer>;
  waiting(): number;
  counters(): Float64Array | null;
  /** Refuses everything from now on; what is outstanding is unknown. */
  fail(): void;
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

function pack(first: number, outbox: readonly Uint8Array[]): Submit {
  const lengths = Uint32Array.from(outbox, (bytes) => bytes.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const entry of outbox) {
    bytes.set(entry, offset);
    offset += entry.length;
  }
  return { kind: "submit", first, lengths, bytes };
}

/** The entries that were sent and not answered yet, oldest first. */
function outstandingEntries() {
  const byNumber = new Map<number, Outstanding>();
  return {
    byNumber,
    oldestAt(): number | null {
      for (const { since } of byNumber.values()) return since;
      return null;
    },
    abandon(): void {
      const all = [...byNumber.values()];
      byNumber.clear();
      for (const { entryId, reject } of all) reject(new OutcomeUnknown(entryId));
    },
  };
}

export function openLink(options: LinkOptions): Link {
  const { port, told } = options;
  const gate = admission(options.queueDeadlineMs);
  const outstanding = outstandingEntries();
  let counters: Float64Array | null = null;
  let outbox: Uint8Array[] = [];
  let next = 0;
  let open = true;
  let drained: (() => void) | null = null;

  function flush(): void {
    const sending = outbox;
    outbox = [];
    if (!open || sending.length === 0) return;
    if (told !== null) told.cell[0] = told.clock.now();
    const message = pack(next - sending.length, sending);
    port.postMessage(message, [message.bytes.buffer as ArrayBuffer]);
  }

  function fail(): void {
    open = false;
    outstanding.abandon();
    drained?.();
  }

  function settle(answers: readonly Answer[]): void {
    gate.answered(answers.length, performance.now());
    for (const answer of answers) {
      outstanding.byNumber.get(answer[0])?.resolve(answer);
      outstanding.byNumber.delete(answer[0]);
    }
    if (outstanding.byNumber.size === 0) drained?.();
  }

  port.on("message", (message: FromWriter) => {
    if (message.kind === "answers") settle(message.answers);
    else if (message.kind === "hello") counters = new Float64Array(message.counters);
    else {
      fail();
      options.onFault(message.message);
    }
  });
  port.on("close", fail);

  return {
    send(entryId, bytes) {
      const now = performance.now();
      const admitted = open && gate.admits(outstanding.byNumber.size, outstanding.oldestAt(), now);
      if (!admitted) return Promise.reject(new ProblemError("unavailable"));
      const number = next;
      next += 1;
      if (outbox.push(bytes) === 1) setImmediate(flush);
      return new Promise<Answer>((resolve, reject) => {
        outstanding.byNumber.set(number, { entryId, since: now, resolve, reject });
      });
    },
    waiting: () => outstanding.byNumber.size,
    counters: () => counters,
    fail,
    async close() {
      if (open && outstanding.byNumber.size > 0) {
        await new Promise<void>((resolve) => {
          drained = resolve;
        });
      }
      open = false;
      port.close();
    },
  };
}
