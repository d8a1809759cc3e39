/** What a caller asked for: only what it knew itself. Amounts in the smallest unit. */
export type Op =
  | {
      readonly kind: "click";
      readonly payer: number;
      readonly merchant: string;
      readonly allowance: string;
      /** SHA-256 of what the key signed, hex: the journal keeps it beside the entry. */
      readonly facts: string;
      readonly price: bigint;
      /** What the payer will own; null when the offer only gives access once. */
      readonly owns: string | null;
    }
  | { readonly kind: "undo"; readonly payment: string; readonly facts: string }
  | {
      readonly kind: "refund";
      readonly merchant: string;
      readonly payment: string;
      readonly reason: string;
    }
  | {
      readonly kind: "top-up";
      readonly payer: number;
      /** The idempotency key, hex. */
      readonly key: string;
      readonly amount: bigint;
    }
  | { readonly kind: "revoke"; readonly payer: number; readonly allowance: string }
  | {
      readonly kind: "approve";
      readonly payer: number;
      readonly merchant: string;
      readonly grant: string;
      readonly price: bigint;
      readonly limits: Lines;
    };

/** The lines of an allowance. */
export interface Lines {
  readonly perClick: bigint;
  readonly per24h: bigint;
  readonly total: bigint;
}

/** What was heard: `captured`, `owned`, `declined:…`, `step-up:…`, `problem:…`, and so on; and of which payment. */
export interface Heard {
  readonly word: string;
  readonly payment: string | null;
}

/** One write, asked for until it was answered. Times are milliseconds of one clock. */
export interface Call {
  readonly op: Op;
  /** Before the first byte was sent. */
  readonly start: number;
  /** When the first answer was whole, and what it said. */
  end: number;
  heard: Heard | null;
  /** What the same bytes heard when they were sent again. */
  readonly again: Heard[];
}

/** A number that somebody was shown: all that was answered before is in it, nothing from after it. */
export interface Seen {
  /** `balance/7`, `left24h/alw_…`, `leftTotal/alw_…`. */
  readonly register: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** The payment whose own effect must be in it, when it came with that payment's answer. */
  readonly includes: string | null;
}

/** One entry of the journal, in the words of a bank. */
export interface Line {
  /** Engine time in nanoseconds. */
  readonly timestamp: bigint;
  /** `pay_…` */
  readonly id: string;
  readonly created: boolean;
  /** The memo's `kind`; `none` without a memo. */
  readonly kind: string;
  /** The memo's texts. */
  readonly memo: Readonly<Record<string, string>>;
  readonly facts: string | null;
  readonly transfers: readonly {
    readonly debit: bigint;
    readonly credit: bigint;
    readonly amount: bigint;
  }[];
}

/** Everything that callers asked and heard, and the journal as it was found after the run. */
export interface History {
  readonly calls: readonly Call[];
  readonly seen: readonly Seen[];
  readonly lines: readonly Line[];
  /** Every account that a transfer touched, as the ledger's own totals have it. */
  readonly accounts: readonly Totals[];
}

/** An account's posted totals. */
export interface Totals {
  readonly id: bigint;
  readonly debits: bigint;
  readonly credits: bigint;
}
