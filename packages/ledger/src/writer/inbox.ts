import type { MessagePort } from "node:worker_threads";
import { decodeEntry } from "../journal/decodeEntry.ts";
import type { Submission } from "../rules/state.ts";
import type { Submit } from "./messages.ts";

/** One submission and where its answer goes. */
export interface Waiting {
  readonly port: MessagePort;
  readonly number: number;
  readonly submission: Submission;
}

/** Takes a loop's message apart. */
export function unpack(port: MessagePort, message: Submit): Waiting[] {
  const waiting: Waiting[] = [];
  let offset = 0;
  for (const [at, length] of message.lengths.entries()) {
    const bytes = message.bytes.subarray(offset, offset + length);
    offset += length;
    waiting.push({
      port,
      number: message.first + at,
      submission: { entry: decodeEntry(bytes), bytes },
    });
  }
  return waiting;
}
