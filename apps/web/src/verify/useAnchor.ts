import {
  type AnchorCheck,
  type FoundAnchor,
  holdAgainst,
  logAddress,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import { useState } from "preact/hooks";
import { AnchorTrouble } from "./anchorTrouble.ts";
import { fetchTiles } from "./fetchTiles.ts";
import { readAnchorFile } from "./readAnchorFile.ts";
import { type ChainWish, readChain } from "./readChain.ts";

/** What the reader typed. `tiles` is `null` until they change the log's own address. */
export interface Typed extends ChainWish {
  readonly tiles: string | null;
}

/** How far a receipt's check against an anchor is. */
type Held =
  | { readonly at: "asking"; readonly receipt: TrueReceipt }
  | {
      readonly at: "told";
      readonly receipt: TrueReceipt;
      readonly told: AnchorCheck | AnchorTrouble;
    };

export interface AnchorState {
  readonly typed: Typed;
  readonly type: (more: Partial<Typed>) => void;
  /** Of another receipt than the one on the page it says nothing. */
  readonly held: Held | null;
  readonly askChain: (receipt: TrueReceipt) => void;
  readonly askFile: (file: File, receipt: TrueReceipt, policy: TrustPolicy) => void;
}

/** Holds receipts against an anchor, when the reader asks for it. What they typed stays for the next receipt. */
export function useAnchor(): AnchorState {
  const [typed, setTyped] = useState<Typed>({ node: "", contract: "", tiles: null });
  const [held, setHeld] = useState<Held | null>(null);
  const hold = (receipt: TrueReceipt, find: () => Promise<FoundAnchor>) => {
    const from = typed.tiles ?? logAddress(receipt.checkpoint.origin);
    const asking: Held = { at: "asking", receipt };
    setHeld(asking);
    void find()
      .then((found) => holdAgainst(sha256, receipt, found, (tiles) => fetchTiles(from, tiles)))
      .catch(troubleOf)
      .then((told) => {
        // Whoever asks anew waits for that answer alone.
        setHeld((now) => (now === asking ? { at: "told", receipt, told } : now));
      });
  };
  return {
    typed,
    type: (more) => setTyped((before) => ({ ...before, ...more })),
    held,
    askChain: (receipt) => hold(receipt, () => readChain(typed)),
    askFile: (file, receipt, policy) => hold(receipt, () => readAnchorFile(file, receipt, policy)),
  };
}

/** All that rejects besides is a part of the page that could not be loaded. */
function troubleOf(error: unknown): AnchorTrouble {
  return error instanceof AnchorTrouble ? error : new AnchorTrouble("page-part");
}
