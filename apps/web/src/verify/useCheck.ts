import { checkReceiptFile, type ReceiptFault, type TrueReceipt } from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import { useEffect, useState } from "preact/hooks";
import { verifiers } from "../kit/verifiers.ts";
import type { Chosen } from "./usePolicy.ts";

/** What the reader gave to be checked. `name` is `null` for a pasted text. */
export interface Given {
  readonly name: string | null;
  readonly text: string;
}

/** How far its check is. `by` is the policy it was checked by. */
export type CheckState =
  | { readonly at: "nothing" | "waiting" | "checking" | "failed" }
  | {
      readonly at: "checked";
      readonly given: Given;
      readonly by: Chosen;
      readonly found: TrueReceipt | ReceiptFault;
    };

/** A check that found a receipt true. */
type FoundTrue = Extract<CheckState, { at: "checked" }> & { readonly found: TrueReceipt };

/** Whether a check found a receipt true. */
export function isTrue(state: CheckState): state is FoundTrue {
  return state.at === "checked" && typeof state.found !== "string";
}

/** Checks what was given by what was chosen, and again whenever either changes. */
export function useCheck(given: Given | null, by: Chosen | null): CheckState {
  const [state, setState] = useState<CheckState>({ at: "nothing" });
  useEffect(() => {
    if (given === null) return setState({ at: "nothing" });
    if (by === null) return setState({ at: "waiting" });
    let isStale = false;
    const tell = (next: CheckState) => {
      if (!isStale) setState(next);
    };
    tell({ at: "checking" });
    const from = performance.now();
    checkReceiptFile(sha256, given.text, by.policy, verifiers).then(
      (found) => {
        // For whoever measures: docs/reference/benchmarks.md has it from here.
        performance.measure("farthing-check", { start: from });
        tell({ at: "checked", given, by, found });
      },
      // Only a part of the page that could not be loaded rejects.
      () => tell({ at: "failed" }),
    );
    return () => {
      isStale = true;
    };
  }, [given, by]);
  // Of what was there before, nothing is said beside what is there now.
  const isOld = state.at === "checked" && (state.given !== given || state.by !== by);
  return isOld ? { at: "checking" } : state;
}
