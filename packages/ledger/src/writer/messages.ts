import type { RawVerdict } from "../journal/verdict.ts";

/** Entries from one loop, side by side in one buffer that changes hands. */
export interface Submit {
  readonly kind: "submit";
  /** The loop's number for the first of them; the next ones count on. */
  readonly first: number;
  /** Length of each entry in `bytes`. */
  readonly lengths: Uint32Array;
  readonly bytes: Uint8Array;
}

/** One answer. `seq` is 0 for a replayed one: nothing was written for it. */
export type Answer = [
  number: number,
  verdict: RawVerdict,
  seq: bigint,
  timestamp: bigint,
  leaf: number,
  limitsLeft: BigInt64Array | null,
];

/** From the writer to a loop. */
export type FromWriter =
  | { readonly kind: "hello"; readonly counters: SharedArrayBuffer }
  | { readonly kind: "answers"; readonly answers: readonly Answer[] }
  | { readonly kind: "fault"; readonly message: string };

/** From the opener to the writer's thread. */
export type ToWriter =
  | { readonly kind: "attach"; readonly port: import("node:worker_threads").MessagePort }
  | { readonly kind: "close" };

/** From the writer's thread to the opener. */
export type FromThread =
  | { readonly kind: "ready" }
  | { readonly kind: "refused"; readonly name: string; readonly message: string }
  | { readonly kind: "fault"; readonly message: string };

/** What the writer's thread is started with. */
export interface WriterSetup {
  readonly folder: string;
  /** Milliseconds told by another clock than the machine's, or `null`. */
  readonly told: SharedArrayBuffer | null;
}
