import type { PublicationState } from "@farthing/log";

/** A head on its way into an anchor, or there. Of each place at most one has a `next_look_at`. */
export interface AnchoringTable {
  /** `Anchor.place`. */
  readonly place: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly state: PublicationState;
  /** What the place itself wrote down of the way. */
  readonly detail: string | null;
  readonly begun_at: number;
  /** When to take the next step; null: there is none. */
  readonly next_look_at: number | null;
  /** Failures one after the other. */
  readonly tries: number;
  readonly last_error: string | null;
}
