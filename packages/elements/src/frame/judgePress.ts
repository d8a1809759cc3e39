/** A press sooner than this after a change was meant for what stood here before (rule 15). */
export const armMs = 500;
/** Undo comes up under a hand that just pressed: it waits longer (rule 15). */
export const armUndoMs = 800;
/** A mouse rests on the button this long before its click counts (rule 16). */
const dwellMs = 250;
/** Fingers, keys and assistive technology have no pointer that rests: the button was shown and still (rule 16). */
export const stillMs = 800;
/** Holding this long says what a second press would say (rule 17). */
export const holdMs = 600;

/** What pressed, as `ClickSignals` name it. */
export type Pointer = "mouse" | "touch" | "pen" | "keys";

/** How long ago things happened, in milliseconds. */
export interface Since {
  /** The state of the frame, or the words on the button, changed. */
  readonly changed: number;
  /** The button got the focus. */
  readonly focused: number;
  /** The button came into view, whole, or the frame moved. */
  readonly shown: number;
  /** The mouse came to rest on the button. */
  readonly rested: number;
}

/**
 * Whether a press counts. Scripts (rule 1) and the second click of a double click are nothing; a hasty press is answered
 * by a sentence, so that the payer knows why nothing happened.
 */
export function judgePress(
  press: Pick<UIEvent, "isTrusted" | "detail">,
  { pointer, since, waitMs }: { pointer: Pointer; since: Since; waitMs: number },
): "counts" | "hasty" | "nothing" {
  if (!press.isTrusted || press.detail > 1) return "nothing";
  // A mouse always focuses just before it clicks: focus counts for keys only.
  const isReady =
    since.changed >= waitMs &&
    (pointer === "mouse" ? since.rested >= dwellMs : since.shown >= stillMs) &&
    (pointer !== "keys" || since.focused >= armMs);
  return isReady ? "counts" : "hasty";
}
