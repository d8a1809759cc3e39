import { idFromBytes } from "@farthing/core";
import type { ClickSignals } from "@farthing/protocol";
import type { Screen } from "./draw.ts";
import { hearButton, type Press } from "./hearButton.ts";
import { armMs, armUndoMs, holdMs, judgePress, type Pointer, stillMs } from "./judgePress.ts";
import type { Event } from "./state.ts";
import { type Hidden, watchVisible } from "./watchVisible.ts";

type Act = (gesture: "click" | "hold", covered: boolean) => void;

/** The payer's side of the screen. */
export interface Presses {
  /** Starts the arming again: what a press means has changed. */
  changed(): void;
  /** What hides the button, or a part of it (rule 16). */
  hidden(): Hidden;
  /** What was seen around the last press. */
  signals(): ClickSignals;
}

function pointerOf({ pointerType }: Press): Pointer {
  return pointerType === "mouse" || pointerType === "touch" || pointerType === "pen"
    ? pointerType
    : "keys";
}

/** Turns the payer's own presses into events (rules 1, 15, 16, 17): trusted events only, and not while arming. */
export function listenForPresses(
  screen: Screen,
  dispatch: (event: Event) => void,
  draw: () => void,
): Presses {
  let changedAt = performance.now();
  let last: ClickSignals = { visible: null, shownMs: 0, pointer: "keys" };
  const watch = watchVisible(screen.action, draw);
  const rested = followMouse(screen.root);

  const listen = (button: HTMLButtonElement, waitMs: number, act: Act) =>
    hearButton(button, (event, { focusedAt, heldMs }) => {
      const at = event.timeStamp;
      const pointer = pointerOf(event);
      const { visible, hidden, unsaid, shownAt } = watch.sight();
      const since = {
        changed: at - changedAt,
        focused: at - focusedAt,
        shown: at - shownAt,
        rested: at - rested(),
      };
      let verdict = judgePress(event, { pointer, since, waitMs });
      // Never a window without words before it: what covers the button is said first, and the next press counts.
      if (verdict === "counts" && unsaid && button === screen.action) verdict = "hasty";
      if (verdict === "hasty") {
        watch.say();
        dispatch({ on: "hasty-press" });
      }
      if (verdict !== "counts") return;
      markPress(at - Math.max(0, heldMs));
      last = { visible, shownMs: Math.max(0, Math.round(since.shown)), pointer };
      rememberSide(screen, pointer === "keys" ? null : (event.clientX ?? null));
      act(heldMs >= holdMs ? "hold" : "click", hidden !== "");
    });
  listen(screen.action, armMs, (gesture, covered) =>
    dispatch({ on: "press", grant: newGrantId(), gesture, covered }),
  );
  listen(screen.second, armMs, () => dispatch({ on: "second", grant: newGrantId() }));
  listen(screen.undo, armUndoMs, () => dispatch({ on: "undo" }));
  listen(screen.less, armMs, () => dispatch({ on: "wish", wish: "less" }));
  listen(screen.more, armMs, () => dispatch({ on: "wish", wish: "more" }));
  return {
    changed: () => {
      const at = performance.now();
      if (isAt(/^paid/)) performance.mark("paid");
      changedAt = at;
      // A finger and a key wait longer: rule 16.
      const waitMs = matchMedia("(pointer: coarse)").matches ? stillMs : armMs;
      const isCurrent = () => changedAt === at;
      arm([screen.action, screen.second], isCurrent, waitMs);
      arm([screen.undo], isCurrent, armUndoMs);
    },
    hidden: () => watch.sight().hidden,
    signals: () => last,
  };
}

const isAt = (state: RegExp) => state.test(document.documentElement.dataset["state"] ?? "");

/**
 * Marks the press that begins a payment (`tellWait.ts`). What follows it, such as a second yes or a passkey, belongs to the
 * same wait.
 */
function markPress(startTime: number): void {
  if (isAt(/^(ready|needs|owned)/)) performance.clearMarks();
  // The first one is read.
  performance.mark("press", { startTime });
}

/** 16 random bytes, made at the press (rule 4). */
function newGrantId(): string {
  return idFromBytes("grant", crypto.getRandomValues(new Uint8Array(16)));
}

/** Marks buttons as not yet answering, for as long as they do not (rule 15). */
function arm(buttons: readonly HTMLElement[], isCurrent: () => boolean, ms: number): void {
  const mark = (isArming: boolean) => {
    for (const button of buttons) button.ariaDisabled = String(isArming);
  };
  mark(true);
  setTimeout(() => isCurrent() && mark(false), ms);
}

/** On which side of the card the hand was: what comes next and means more stands on the other (rules 15 and 17). */
function rememberSide({ act }: Screen, x: number | null): void {
  if (x === null) return void delete act.dataset["press"];
  const { left, width } = act.getBoundingClientRect();
  const isLeft = x < left + width / 2;
  act.dataset["press"] = isLeft === (document.dir !== "rtl") ? "start" : "end";
}

const movedPxMax = 4;

/** Since when the mouse rests on what it is on: a frame that is moved under it starts the time again (rule 16). */
function followMouse(root: HTMLElement): () => number {
  // A mouse that lies here already sends nothing until it moves.
  let restedAt = root.matches(":hover") ? performance.now() : Infinity;
  let on: EventTarget | null = null;
  let corner: readonly [number, number] = [0, 0];
  const follow = (event: PointerEvent) => {
    const [x, y] = [event.screenX - event.clientX, event.screenY - event.clientY];
    const hasMoved = Math.abs(x - corner[0]) + Math.abs(y - corner[1]) > movedPxMax;
    if (on !== event.target || hasMoved) restedAt = event.timeStamp;
    on = event.target;
    corner = [x, y];
  };
  root.addEventListener("pointerover", follow);
  root.addEventListener("pointermove", follow);
  root.addEventListener("pointerleave", () => (on = null));
  return () => restedAt;
}
