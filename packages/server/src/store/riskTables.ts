/** A key's counter was used twice with other bytes, within the last day. */
export interface CounterConflictTable {
  readonly payer_id: string;
  readonly device_id: string;
  readonly at: number;
}

/** Something unusual that a payer is told of: the last time of its kind at that merchant. */
export interface UnusualAlertTable {
  readonly payer_id: string;
  /** `too-risky`, `key-closed`, `many-small`. */
  readonly kind: string;
  readonly merchant_id: string;
  readonly at: number;
  /** Null: the wallet's banner shows it. */
  readonly seen_at: number | null;
}
