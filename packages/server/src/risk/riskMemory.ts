import { day, type Instant, minute, second } from "@farthing/core";
import type { ClickCounts, PaymentLabel } from "@farthing/risk";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import { type LabelMemory, newLabelMemory } from "./labelMemory.ts";

/** One payment, as far as the next one's risk depends on it. */
export interface NotedPayment {
  readonly payer: string;
  readonly merchant: string;
  readonly price: bigint;
  readonly at: Instant;
}

/** A payment that is counted already and not made yet. Ends once, one way or the other; what comes after that changes nothing. */
export interface Reserved {
  /** It was paid, or perhaps it was. */
  made(): void;
  /** It was not paid: it is as if nobody had pressed. */
  giveBack(): void;
}

/** A key's counter was used twice with other bytes. */
export interface NotedConflict {
  readonly payer: string;
  readonly device: string;
  readonly at: Instant;
}

/** A payment turned out to be something. */
export interface NotedLabel {
  readonly payment: string;
  readonly merchant: string;
  readonly label: PaymentLabel;
  readonly price: bigint;
  readonly at: Instant;
}

/** What was reported of a merchant's payments: how many, and how much. */
export type LabelSums = Readonly<Record<PaymentLabel, { count: number; amount: bigint }>>;

/** What the last payments say of the next one. Memory of this process: at the start it is read from the store. */
export interface RiskMemory extends LabelMemory {
  /** False until the store was read: nothing is known then, which is not the same as nothing unusual. */
  readonly isReady: boolean;
  ready(): void;
  /** Counts a payment before it is submitted, so that of many at once each sees the others. */
  reserve(payment: NotedPayment): Reserved;
  /** One that is in the books already. */
  paid(payment: NotedPayment): void;
  /** The payer was checked with a passkey: what was clicked before, and what its keys did, counts no more. */
  checked(payer: string): void;
  conflict(conflict: NotedConflict): void;
  clicks(payer: string, now: Instant): ClickCounts;
  usualPrice(merchant: string): bigint | null;
  /** Charges of at most `smallMax` to this merchant since the payer last paid anybody else, or more. */
  smallInARow(payer: string, merchant: string): number;
  /** Of the last 24 hours, and since the last passkey. */
  conflicts(of: { payer: string; device: string; now: Instant }): number;
}

interface PayerMemory {
  /** Of the last day, ascending; those that are reserved among them. */
  times: Instant[];
  merchant: string;
  small: number;
  /** Small ones that are reserved, by merchant. */
  readonly waiting: Map<string, number>;
}

const payersMax = 50_000;
const merchantsMax = 10_000;
/** Clicks of a payer that are kept; a payer who has more in a window is over every limit. */
const timesMax = 10_000;
/** Prices that a median is taken of, and how few are not enough. */
const pricesMax = 31;
const pricesMin = 5;
/** For how long a counter that was used twice is held against its key, in milliseconds. */
export const conflictMs = day;
/** Conflicts of a payer's keys that are kept. */
const conflictsMax = 1_000;
/** 5 cents: what a salami is cut into. */
const smallMax = 50_000n;

/** Nothing is known yet. */
export function newRiskMemory(): RiskMemory {
  const payers = newBoundedCache<PayerMemory>(payersMax);
  const prices = newBoundedCache<bigint[]>(merchantsMax);
  const conflicts = newBoundedCache<readonly NotedConflict[]>(payersMax);
  let isReady = false;
  const reserve = (payment: NotedPayment) =>
    reservePayer(payers, payment, () => notePrice(prices, payment));
  return {
    ...newLabelMemory(),
    get isReady() {
      return isReady;
    },
    ready: () => void (isReady = true),
    reserve,
    paid: (payment) => reserve(payment).made(),
    checked(payer) {
      conflicts.delete(payer);
      const known = payers.get(payer);
      // What is under way gives itself back to the one before: it is not counted here either.
      if (known !== undefined) {
        payers.set(payer, { ...known, times: [], small: 0, waiting: new Map() });
      }
    },
    conflict(conflict) {
      const known = conflicts.get(conflict.payer) ?? [];
      conflicts.set(conflict.payer, [...known, conflict].slice(-conflictsMax));
    },
    clicks(payer, now) {
      const times = payers.get(payer)?.times ?? [];
      const since = (ms: number) => countSince(times, now - ms);
      return { per10s: since(10 * second), per10min: since(10 * minute), perDay: since(day) };
    },
    usualPrice: (merchant) => median(prices.get(merchant) ?? []),
    smallInARow(payer, merchant) {
      const known = payers.get(payer);
      if (known === undefined) return 0;
      return (known.merchant === merchant ? known.small : 0) + (known.waiting.get(merchant) ?? 0);
    },
    conflicts: ({ payer, device, now }) =>
      (conflicts.get(payer) ?? []).filter(
        (one) => one.device === device && one.at > now - conflictMs,
      ).length,
  };
}

function reservePayer(
  payers: BoundedCache<PayerMemory>,
  payment: NotedPayment,
  onMade: () => void,
): Reserved {
  const { payer, merchant, price, at } = payment;
  const nothing: PayerMemory = { times: [], merchant, small: 0, waiting: new Map() };
  const known = payers.get(payer) ?? nothing;
  payers.set(payer, known);
  noteTime(known, at);
  const small = price <= smallMax ? 1 : 0;
  const wait = (change: number) =>
    known.waiting.set(merchant, (known.waiting.get(merchant) ?? 0) + change);
  wait(small);
  let isOpen = true;
  const end = (what: () => void) => {
    if (!isOpen) return;
    isOpen = false;
    wait(-small);
    if ((known.waiting.get(merchant) ?? 0) <= 0) known.waiting.delete(merchant);
    what();
  };
  return {
    made: () =>
      end(() => {
        known.small = small === 0 ? 0 : known.merchant === merchant ? known.small + 1 : 1;
        known.merchant = merchant;
        onMade();
      }),
    giveBack: () =>
      end(() => {
        const place = known.times.lastIndexOf(at);
        if (place >= 0) known.times.splice(place, 1);
      }),
  };
}

/** Clocks step, and a start may read what was before after what is new: put where it belongs, nearly always at the end. */
function noteTime(known: PayerMemory, at: Instant): void {
  const { times } = known;
  const place = times.findLastIndex((time) => time <= at);
  times.splice(place + 1, 0, at);
  // Seldom, so that a payment pays for no copy of all the others.
  if (times.length <= 2 * timesMax && (times[0] ?? at) >= at - 2 * day) return;
  known.times = times.filter((time) => time > at - day).slice(-timesMax);
}

function notePrice(prices: BoundedCache<bigint[]>, { merchant, price }: NotedPayment) {
  const known = prices.get(merchant) ?? [];
  known.push(price);
  if (known.length > pricesMax) known.shift();
  prices.set(merchant, known);
}

/** How many are later than `from`, by halves: they ascend. */
function countSince(times: readonly Instant[], from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(times[middle]) > from) high = middle;
    else low = middle + 1;
  }
  const count = times.length - low;
  return count >= timesMax ? Infinity : count;
}

function median(values: readonly bigint[]): bigint | null {
  if (values.length < pricesMin) return null;
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
