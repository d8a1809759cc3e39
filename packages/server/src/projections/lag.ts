/**
 * How long what was committed has waited to be shown. Under load there is always something that is not shown yet, so that
 * "when was all of it shown last" would tell nothing: this tells the age of the oldest. Of a clock that nobody sets.
 */
export interface Lag {
  /** The journal has this entry. */
  committed(seq: bigint): void;
  /** The tables show all up to this entry. */
  shown(seq: bigint): void;
  /** Milliseconds; 0: everything that was told of is shown. */
  ms(): number;
}

/** Commits of so many milliseconds are told apart no further, and so many spans are: what is beyond counts as the oldest before it. */
const spanMs = 100;
const spansMax = 1_000;

/** Nothing was committed yet. */
export function newLag(now: () => number = () => performance.now()): Lag {
  let shownSeq = 0n;
  let spans: { seq: bigint; readonly at: number }[] = [];
  return {
    committed(seq) {
      const last = spans.at(-1);
      if (seq <= (last?.seq ?? shownSeq)) return;
      const joins = last !== undefined && (now() - last.at < spanMs || spans.length >= spansMax);
      if (joins) last.seq = seq;
      else spans.push({ seq, at: now() });
    },
    shown(seq) {
      shownSeq = seq;
      spans = spans.filter((span) => span.seq > seq);
    },
    ms() {
      const [oldest] = spans;
      return oldest === undefined ? 0 : Math.max(1, now() - oldest.at);
    },
  };
}
