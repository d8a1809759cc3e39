import type { Balance } from "@farthing/protocol";
import { isQuiet } from "./figures.ts";

type Day = Balance["days"][number];

/** A day on which something happened, or how many quiet ones lie together; `day` is the newest of them. */
export type DayLine =
  | { readonly kind: "day"; readonly day: number; readonly sums: Day }
  | { readonly kind: "quiet"; readonly day: number; readonly count: number };

/** Newest first; days on which nothing happened are one line where they lie together. */
export function dayLines(days: readonly Day[]): DayLine[] {
  const lines: DayLine[] = [];
  for (const sums of days.toSorted((a, b) => b.day - a.day)) {
    const { day } = sums;
    const last = lines.at(-1);
    if (!isQuiet(sums)) lines.push({ kind: "day", day, sums });
    else if (last?.kind !== "quiet") lines.push({ kind: "quiet", day, count: 1 });
    else lines[lines.length - 1] = { ...last, count: last.count + 1 };
  }
  return lines;
}
