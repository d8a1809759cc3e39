/** A press sooner than this was meant for what stood here before (rule 15). */
export const armMs = 500;
/** Undo comes up under a hand that just pressed: it waits longer (rule 15). */
export const armUndoMs = 800;

/**
 * Whether a press counts, `sinceMs` after the last change. Scripts (rule 1) and the second click of a double click are
 * nothing; a hasty press is answered by a sentence, so that the payer knows why nothing happened.
 */
export function judgePress(
  press: Pick<UIEvent, "isTrusted" | "detail">,
  sinceMs: number,
  waitMs: number,
): "counts" | "hasty" | "nothing" {
  if (!press.isTrusted || press.detail > 1) return "nothing";
  return sinceMs < waitMs ? "hasty" : "counts";
}
