/** What is known of one press, in milliseconds of the page's own clock. */
export interface Press {
  /** Made by the payer's hand, not by a script (rule 1). */
  readonly trusted: boolean;
  /** `event.detail`: 0 from keyboard or assistive technology, 2 for the second of a double click. */
  readonly detail: number;
  readonly sinceChangeMs: number;
  readonly sinceFocusMs: number;
}

/** A press sooner than this was meant for what stood here before (rule 15). */
export const armMs = 500;
/** Undo comes up under a hand that just pressed: it waits longer (rule 15). */
export const armUndoMs = 800;

/**
 * Whether a press counts. Scripts and second clicks are nothing; a hasty press is answered by a sentence, so that the
 * payer knows why nothing happened. Focus counts for keys only: a mouse always focuses just before it clicks.
 */
export function judgePress(press: Press, waitMs: number): "counts" | "hasty" | "nothing" {
  if (!press.trusted || press.detail > 1) return "nothing";
  if (press.sinceChangeMs < waitMs) return "hasty";
  return press.detail === 0 && press.sinceFocusMs < waitMs ? "hasty" : "counts";
}
