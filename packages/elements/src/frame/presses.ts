import { arm, type Screen } from "./draw.ts";
import { armMs, armUndoMs, judgePress } from "./judgePress.ts";

interface Doings {
  readonly press: () => void;
  readonly hasty: () => void;
  readonly undo: () => void;
}

/**
 * Turns the payer's own presses into doings (rules 1 and 15): trusted events only, not while arming, Enter on its way
 * up so that a held key presses once. `changed` starts the arming again.
 */
export function listenForPresses(screen: Screen, doings: Doings): { changed: () => void } {
  let changedAt = performance.now();
  const listen = (button: HTMLButtonElement, waitMs: number, act: () => void) => {
    let focusedAt = 0;
    let enterDown = false;
    const judge = (event: UIEvent) => {
      // Focus counts for keys only (detail 0): a mouse always focuses just before it clicks.
      const judged = judgePress(
        event,
        event.timeStamp - Math.max(changedAt, event.detail === 0 ? focusedAt : 0),
        waitMs,
      );
      if (judged === "counts") act();
      else if (judged === "hasty") doings.hasty();
    };
    button.addEventListener("focus", (event) => (focusedAt = event.timeStamp));
    button.addEventListener("blur", () => (enterDown = false));
    button.addEventListener("click", judge);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat) enterDown = true;
    });
    button.addEventListener("keyup", (event) => {
      if (event.key !== "Enter" || !enterDown) return;
      enterDown = false;
      judge(event);
    });
  };
  listen(screen.action, armMs, doings.press);
  listen(screen.undo, armUndoMs, doings.undo);
  return {
    changed: () => {
      const at = performance.now();
      changedAt = at;
      arm(screen.action, () => changedAt === at, armMs);
      arm(screen.undo, () => changedAt === at, armUndoMs);
    },
  };
}
