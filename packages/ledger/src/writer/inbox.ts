import type { MessagePort } from "node:worker_threads";
import { decodeEntry } from "../journal/decodeEntry.ts";
import type { Submission } from "../rules/state.ts";
import { laneOf } from "./laneOf.ts";
import type { Submit } from "./messages.ts";

/** One submission and where its answer goes. */
export interface Waiting {
  readonly port: MessagePort;
  readonly number: number;
  readonly lane: bigint | null;
  readonly submission: Submission;
}

/** Takes a loop's message apart. */
export function unpack(port: MessagePort, message: Submit): Waiting[] {
  const waiting: Waiting[] = [];
  let offset = 0;
  for (const [at, length] of message.lengths.entries()) {
    const bytes = message.bytes.subarray(offset, offset + length);
    offset += length;
    const entry = decodeEntry(bytes);
    const number = message.first + at;
    waiting.push({ port, number, lane: laneOf(entry), submission: { entry, bytes } });
  }
  return waiting;
}
