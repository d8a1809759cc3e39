import { bytesEqual } from "@farthing/core";
import type { LedgerFacts } from "@farthing/ledger";
import { AnchorConflict, type Anchored } from "@farthing/log";

/** Throws `AnchorConflict` unless the ledger goes on from the head that is anchored, whoever anchored it. */
export function requireOurs(
  ledger: Pick<LedgerFacts, "head" | "rootAt">,
  anchored: Anchored | null,
  place: string,
): void {
  if (anchored === null) return;
  const { leaves } = ledger.head();
  const { size, root } = anchored;
  if (size > leaves) {
    throw new AnchorConflict(
      `${place} holds a head of ${size} leaves, but this ledger has ${leaves}: it is an older copy, or the anchor is another log's.`,
    );
  }
  if (bytesEqual(ledger.rootAt(size), root)) return;
  throw new AnchorConflict(
    `${place} holds another history over the first ${size} leaves than this ledger: it is another log's, or the log was rewritten.`,
  );
}
