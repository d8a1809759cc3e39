import type { Instant } from "@farthing/core";
import { minute, day, second } from "@farthing/core";
import type { ClickCounts, PaymentLabel } from "@farthing/risk";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";

/** One payment, as far as the next one's risk depends on it. */
export interface NotedPayment {
  readonly payer: string;
  readonly merchant: string;
  readonly price: bigint;
  readonly at: Instant;
}

/** A payment turned out to be something. */
export interface NotedLabel {
  readonly merchant: string;
  readonly label: PaymentLabel;
  readonly price: bigint;
  readonly at: Instant;
}

/** What was reported of a merchant's payments: how many, and how much. */
export type LabelSums = Readonly<Record<PaymentLabel, { count: number; amount: bigint }>>;

/** What the last payments say of the next one. Memory of this process: at the start it is read from the store. */
export interface RiskMemory {
  /** False until the store was read: nothing is known then, which is not the same as nothing unusual. */
  readonly isReady: boolean;
  ready(): void;
  paid(payment: NotedPayment): void;
  /** The payer was checked with a passkey: what was clicked before counts no more. */
  checked(payer: string): void;
  conflict(device: string): void;
  clicks(payer: string, now: Instant): ClickCounts;
  usualPrice(merchant: string): bigint | null;
  /** Charges of at most `smallMax` to this merchant since the payer last paid anybody else, or more. */
  smallInARow(payer: string, merchant: string): number;
  conflicts(device: string): number;
  /** Never part of a score by itself: no report makes paying harder for others (rule 22). */
  labelled(label: NotedLabel): void;
  /** Of the last 90 days. */
  labelsOf(merchant: string, now: Instant): LabelSums;
}

interface PayerMemory {
  /** Of the last day, oldest first. */
  times: Instant[];
  merchant: string;
  small: number;
}

const payersMax = 50_000;
const merchantsMax = 10_000;
/** More clicks than any preset allows in a day are not told apart. */
const timesMax = 1_000;
/** Prices that a median is taken of, and how few are not enough. */
const pricesMax = 31;
const pricesMin = 5;
/** How long a label counts, in milliseconds. */
export const labelsMs = 90 * day;
/** Labels of a merchant that are kept. */
const labelsMax = 10_000;
/** 5 cents: what a salami is cut into. */
const smallMax = 50_000n;

/** Nothing is known yet. */
export function newRiskMemory(): RiskMemory {
  const payers = newBoundedCache<PayerMemory>(payersMax);
  const prices = newBoundedCache<bigint[]>(merchantsMax);
  const conflicts = newBoundedCache<number>(payersMax);
  const labels = newBoundedCache<readonly NotedLabel[]>(merchantsMax);
  let isReady = false;
  return {
    get isReady() {
      return isReady;
    },
    ready: () => void (isReady = true),
    paid(payment) {
      notePayer(payers, payment);
      notePrice(prices, payment);
    },
    checked(payer) {
      const known = payers.get(payer);
      if (known !== undefined) payers.set(payer, { ...known, times: [], small: 0 });
    },
    conflict: (device) => conflicts.set(device, (conflicts.get(device) ?? 0) + 1),
    clicks(payer, now) {
      const times = payers.get(payer)?.times ?? [];
      const since = (ms: number) => countSince(times, now - ms);
      return { per10s: since(10 * second), per10min: since(10 * minute), perDay: since(day) };
    },
    usualPrice: (merchant) => median(prices.get(merchant) ?? []),
    smallInARow(payer, merchant) {
      const known = payers.get(payer);
      return known?.merchant === merchant ? known.small : 0;
    },
    conflicts: (device) => conflicts.get(device) ?? 0,
    labelled(label) {
      const known = labels.get(label.merchant) ?? [];
      const kept = known.filter(({ at }) => at > label.at - labelsMs).slice(-(labelsMax - 1));
      labels.set(label.merchant, [...kept, label]);
    },
    labelsOf: (merchant, now) =>
      sumLabels((labels.get(merchant) ?? []).filter(({ at }) => at > now - labelsMs)),
  };
}

function sumLabels(labels: readonly NotedLabel[]): LabelSums {
  const sums = {
    fraud: { count: 0, amount: 0n },
    "not-received": { count: 0, amount: 0n },
    quality: { count: 0, amount: 0n },
  };
  for (const { label, price } of labels) {
    sums[label].count += 1;
    sums[label].amount += price;
  }
  return sums;
}

function notePayer(
  payers: BoundedCache<PayerMemory>,
  { payer, merchant, price, at }: NotedPayment,
) {
  const known = payers.get(payer) ?? { times: [], merchant, small: 0 };
  const { times } = known;
  times.push(at);
  if (times.length > timesMax || (times[0] ?? at) < at - 2 * day) {
    known.times = times.filter((time) => time > at - day).slice(-timesMax);
  }
  const goesOn = known.merchant === merchant && price <= smallMax;
  known.small = goesOn ? known.small + 1 : price <= smallMax ? 1 : 0;
  known.merchant = merchant;
  payers.set(payer, known);
}

function notePrice(prices: BoundedCache<bigint[]>, { merchant, price }: NotedPayment) {
  const known = prices.get(merchant) ?? [];
  known.push(price);
  if (known.length > pricesMax) known.shift();
  prices.set(merchant, known);
}

/** Clocks step: times need not ascend, but nearly do. Looks back from the newest. */
function countSince(times: readonly Instant[], from: number): number {
  let count = 0;
  for (let at = times.length - 1; at >= 0 && (times[at] ?? 0) > from; at -= 1) count += 1;
  return count;
}

function median(values: readonly bigint[]): bigint | null {
  if (values.length < pricesMin) return null;
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
