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
): { at(head: JournalHead): void; end(head: JournalHead): void } {
  const unseen = new Set(published);
  return {
    at({ range, root }) {
      for (const one of unseen) {
        if (one.size !== range.size) continue;
        unseen.delete(one);
        if (one.root !== null && !bytesEqual(one.root, root)) {
          faults.add(
            `Checkpoint over ${one.size} leaves (${one.from}): the journal gives another root.`,
          );
        }
      }
    },
    end({ range }) {
      for (const { size, from } of unseen) {
        const what =
          size > range.size
            ? `the journal has only ${range.size}.`
            : "no commit of the journal ended there.";
        faults.add(`Checkpoint over ${size} leaves (${from}): ${what}`);
      }
    },
  };
}
