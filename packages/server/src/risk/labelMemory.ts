import { day, type Instant } from "@farthing/core";
import { newBoundedCache } from "../boundedCache.ts";
import type { LabelSums, NotedLabel } from "./riskMemory.ts";

/** What payments of the last 90 days turned out to be, by merchant. */
export interface LabelMemory {
  /** Never part of a score by itself: no report makes paying harder for others (rule 22). */
  labelled(label: NotedLabel): void;
  /** The payment was found right: it is no example of anything any more. */
  unlabelled(of: Pick<NotedLabel, "merchant" | "payment">): void;
  /** Of the last 90 days. */
  labelsOf(merchant: string, now: Instant): LabelSums;
}

const merchantsMax = 10_000;
/** How long a label counts, in milliseconds. */
export const labelsMs = 90 * day;
/** Labels of a merchant that are kept. */
const labelsMax = 10_000;

/** No labels yet. */
export function newLabelMemory(): LabelMemory {
  const labels = newBoundedCache<readonly NotedLabel[]>(merchantsMax);
  return {
    labelled(label) {
      const known = labels.get(label.merchant) ?? [];
      const kept = known.filter(({ at }) => at > label.at - labelsMs).slice(-(labelsMax - 1));
      labels.set(label.merchant, [...kept, label]);
    },
    unlabelled({ merchant, payment }) {
      const known = labels.get(merchant) ?? [];
      labels.set(
        merchant,
        known.filter((one) => one.payment !== payment),
      );
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
