/** A head of the log as it stands in a place where its operator can neither withdraw nor replace it. */
export interface Anchored {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** Blocks that stand on a head, its own included, until it counts as final, where nobody says another number. */
export const confirmationsDefault = 12;

/** A head to anchor, with the log's signatures under it (C2SP tlog-checkpoint). */
export interface AnchorHead extends Anchored {
  readonly note: string;
}

/**
 * How far a head is on its way. `intended`: written down, nothing was sent. `sent`: it is on its way and may be lost.
 * `mined`: it is there and may yet be taken back. `final`: it is there. `overtaken`: a head that covers it is there.
 */
export type PublicationState = "intended" | "sent" | "mined" | "final" | "overtaken";

/** What is written down of one head's way. `detail` is the place's own, and read by nobody else. */
export interface Publication {
  readonly state: PublicationState;
  readonly detail: string | null;
}

/**
 * Port: a place to anchor heads in. Each head covers more leaves than the one before. Every method rejects with
 * `AnchorUnreached` where the place does not answer or will not do it now, and with `AnchorConflict`.
 */
export interface Anchor {
  /** Names the place, such as `file:/mnt/anchors` or `evm:0x…`, in what is written down and said of it. */
  readonly place: string;
  /** The newest head that is there, whether or not it may yet be taken back; `null`: none. */
  newest(): Promise<Anchored | null>;
  /**
   * Takes one step, and answers with where the head is then: as before where there is nothing to do but to wait. The
   * answer is to be written down before the next step, so that a crash between two steps sends nothing unseen.
   */
  advance(head: AnchorHead, from: Publication): Promise<Publication>;
}

/** A place does not answer, or refuses for now. The message is a sentence without secrets. */
export class AnchorUnreached extends Error {
  override readonly name = "AnchorUnreached";
}

/** What is anchored is not this log's history: two heads that cannot both be true. Nothing more may be anchored. */
export class AnchorConflict extends Error {
  override readonly name = "AnchorConflict";
}
