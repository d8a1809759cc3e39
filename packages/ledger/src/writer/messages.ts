/** Entries from one loop, side by side in one buffer that changes hands. */
export interface Submit {
  readonly kind: "submit";
  /** The loop's number for the first of them; the next ones count on. */
  readonly first: number;
  /** Length of each entry in `bytes`. */
  readonly lengths: Uint32Array;
  readonly bytes: Uint8Array;
}

/** From the writer to a loop. */
export type FromWriter =
  | { readonly kind: "hello"; readonly counters: SharedArrayBuffer }
  /** As `packAnswers` packs them. */
  | { readonly kind: "answers"; readonly bytes: Uint8Array }
  | { readonly kind: "fault"; readonly name: string; readonly message: string };

/** From the opener to the writer's thread. */
export type ToWriter =
  | { readonly kind: "attach"; readonly port: import("node:worker_threads").MessagePort }
  | { readonly kind: "close" };

/** From the writer's thread to the opener. */
export type FromThread =
  | { readonly kind: "ready" }
  | { readonly kind: "refused"; readonly name: string; readonly message: string }
  | { readonly kind: "fault"; readonly name: string; readonly message: string };

/** What the writer's thread is started with. */
export interface WriterSetup {
  readonly folder: string;
  /** Milliseconds told by another clock than the machine's, or `null`. */
  readonly told: SharedArrayBuffer | null;
}
