import type { MessagePort } from "node:worker_threads";
import type { Clock } from "@farthing/core";
import type { Submit } from "../writer/messages.ts";

/** What a loop has submitted and not sent yet. */
export interface Outbox {
  /** Queues an entry; returns its number. */
  add(bytes: Uint8Array): number;
  /** The writer answered so many: sends what has gathered meanwhile. */
  answered(count: number): void;
  close(): void;
}

/** Another clock than the machine's, and the memory to tell it in. */
export interface ToldClock {
  readonly clock: Clock;
  readonly cell: Float64Array;
}

function pack(
  first: number,
  entries: readonly Uint8Array[],
): Submit & { bytes: Uint8Array<ArrayBuffer> } {
  const lengths = Uint32Array.from(entries, (bytes) => bytes.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const entry of entries) {
    bytes.set(entry, offset);
    offset += entry.length;
  }
  return { kind: "submit", first, lengths, bytes };
}

/**
 * Sends what has gathered, as one message, whenever the writer has answered a batch: what came meanwhile shares the next
 * one fairly, however long the queue is. Waking another thread costs as much as a tenth of a payment, and a commit of
 * many hardly more than a commit of one.
 */
export function openOutbox(port: MessagePort, told: ToldClock | null): Outbox {
  let gathered: Uint8Array[] = [];
  let next = 0;
  /** Sent, and not answered yet. */
  let away = 0;
  let open = true;

  function flush(): void {
    if (!open || gathered.length === 0) return;
    const sending = gathered;
    gathered = [];
    away += sending.length;
    if (told !== null) told.cell[0] = told.clock.now();
    const message = pack(next - sending.length, sending);
    port.postMessage(message, [message.bytes.buffer]);
  }

  return {
    add(bytes) {
      // At the end of this turn of the loop, so that all of its entries go together.
      if (gathered.push(bytes) === 1 && away === 0) setImmediate(flush);
      next += 1;
      return next - 1;
    },
    answered(count) {
      away -= count;
      flush();
    },
    close: () => void (open = false),
  };
}
