/** A payer who asked that the wallet be erased. */
export interface ErasureTable {
  readonly payer_id: string;
  readonly asked_at: number;
  /** Until when it can be cancelled. */
  readonly until: number;
  /** 1: money that is left then is given up. */
  readonly gives_up: 0 | 1;
  /** 1: its mark is on its way into the journal; from then on it is not cancelled. */
  readonly marking: 0 | 1;
}

/** Projection: payers whom the journal says to erase. Nothing else of them is in the store once that is done. */
export interface ErasedPayerTable {
  readonly payer_id: string;
  readonly seq: bigint;
  readonly at: number;
}

/** What is left of an erased payer's group of one entry (its 16 bytes): the commitment, which hides what it said. */
export interface ClosedGroupTable {
  readonly entry: Uint8Array;
  readonly payer_group: Uint8Array;
}
