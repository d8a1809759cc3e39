import { bytesEqual } from "@farthing/core";
import type { JournalHead } from "../journal/sealBatch.ts";
import type { Faults } from "./faults.ts";

/** A head of the log that others may hold: a signed checkpoint. */
export interface PublishedHead {
  readonly size: number;
  /** `null`: only how large it was is known. */
  readonly root: Uint8Array | null;
  /** Where it was found, for the sentence that names it. */
  readonly from: string;
}

/** Compares heads that were published with the heads a replay goes through. */
export function watchPublished(
  published: readonly PublishedHead[],
  faults: Faults,
): {
  at(head: JournalHead): void;
  /** `isEnd`: the journal ends there, so it has nothing more. */
  end(head: JournalHead, isEnd?: boolean): void;
} {
  // Every batch asks: by size, so that each asks of its own alone.
  const unseen = new Map<number, PublishedHead[]>();
  for (const one of published) {
    const same = unseen.get(one.size);
    if (same === undefined) unseen.set(one.size, [one]);
    else same.push(one);
  }
  return {
    at({ range, root }) {
      for (const one of unseen.get(range.size) ?? []) {
        if (one.root !== null && !bytesEqual(one.root, root)) {
          faults.add(
            `Checkpoint over ${one.size} leaves (${one.from}): the journal gives another root.`,
          );
        }
      }
      unseen.delete(range.size);
    },
    end({ range }, isEnd = true) {
      for (const { size, from } of [...unseen.values()].flat()) {
        if (size > range.size && !isEnd) continue;
        const what =
          size > range.size
            ? `the journal has only ${range.size}.`
            : "no commit of the journal ended there.";
        faults.add(`Checkpoint over ${size} leaves (${from}): ${what}`);
      }
    },
  };
}
