import { bytesEqual } from "@farthing/core";
import type { Anchored, AnchorHead } from "./anchor.ts";
import { type AnchoredVerdict, checkAnchored, tilesOfProof } from "./checkAnchored.ts";
import type { TrueReceipt } from "./checkReceiptFile.ts";
import { disclosedLeaf } from "./disclosure.ts";
import type { Hash } from "./hash.ts";
import { openCheckpoint } from "./openCheckpoint.ts";
import type { Verifiers } from "./openNote.ts";
import type { TrustPolicy } from "./policy.ts";
import type { Tile } from "./tilePath.ts";

/** Which anchor a receipt was held against, in words that hold no secret. */
export type AnchorPlace =
  | { readonly kind: "file"; readonly name: string }
  | {
      readonly kind: "contract";
      readonly contract: string;
      readonly chain: number;
      /** At whose end the head stood in the contract. */
      readonly block: bigint;
    };

/** What an anchor tells. `not-the-log`: a head is there, and the receipt's log did not sign it; `null`: there is none yet. */
export interface FoundAnchor {
  readonly place: AnchorPlace;
  readonly anchored: Anchored | "not-the-log" | null;
}

/**
 * What holding a receipt against an anchor came to. `other-head`: the anchor holds another head over exactly as many
 * leaves as the one that the log signed in the receipt.
 */
export interface AnchorCheck {
  readonly verdict: AnchoredVerdict | "other-head" | "not-the-log";
  readonly place: AnchorPlace;
  readonly anchored: Anchored | null;
}

/**
 * Whether a receipt that is true also stands under an anchored head. `readTiles` answers the tiles that it is asked for,
 * from anywhere; it is not asked where the receipt's own head is as long as the anchored one. Rejects only as it does.
 */
export async function holdAgainst(
  hash: Hash,
  { index, disclosure, checkpoint }: TrueReceipt,
  { place, anchored }: FoundAnchor,
  readTiles: (tiles: readonly Tile[]) => Promise<(tile: Tile) => Uint8Array>,
): Promise<AnchorCheck> {
  if (anchored === "not-the-log") return { verdict: anchored, place, anchored: null };
  if (anchored === null || index >= anchored.size) return { verdict: "not-yet", place, anchored };
  if (anchored.size === checkpoint.size) {
    const isSame = bytesEqual(anchored.root, checkpoint.root);
    return { verdict: isSame ? "anchored" : "other-head", place, anchored };
  }
  const tileAt = await readTiles(tilesOfProof(hash, index, anchored.size));
  const leaf = disclosedLeaf(hash, disclosure);
  return { verdict: checkAnchored(hash, { leaf, index }, anchored, tileAt), place, anchored };
}

/** The head out of an anchor file, if the receipt's log signed it. Witnesses need not have. Rejects only as `verifiers` do. */
export async function openAnchorHead(
  hash: Hash,
  head: AnchorHead,
  { checkpoint }: TrueReceipt,
  policy: TrustPolicy,
  verifiers: Verifiers,
): Promise<Anchored | "not-the-log"> {
  const opened = await openCheckpoint(hash, head.note, { ...policy, quorum: null }, verifiers);
  if (typeof opened === "string" || opened.origin !== checkpoint.origin) return "not-the-log";
  return { size: opened.size, root: opened.root };
}
