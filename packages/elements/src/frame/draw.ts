import type { View } from "./view.ts";

/** The parts of the screen. Made once and then only changed, so that focus and announcements survive every change. */
export interface Screen {
  readonly action: HTMLButtonElement;
  readonly undo: HTMLButtonElement;
  readonly root: HTMLElement;
  show(view: View, now: number): void;
}

const texts = ["title", "merchant", "chip", "action", "paid", "undo", "note", "wallet"] as const;

// No text of anybody is in it: words are written by textContent alone.
const skeleton =
  "<h1 class=title></h1><div class=head><p class=merchant></p><span class=chip></span></div><div class=deal>" +
  "<div class=act><button class=action></button><p class=paid></p><button class=undo></button></div>" +
  "<div class=foot><p class=note role=status></p><a class=wallet href=/ target=_blank></a></div></div>";

/** Builds the card and gives back the way to change it. */
export function makeScreen(): Screen {
  const root = document.createElement("main");
  root.innerHTML = skeleton;
  const part = <Part extends HTMLElement = HTMLElement>(name: string) =>
    root.querySelector(`.${name}`) as Part;
  const undo = part<HTMLButtonElement>("undo");
  const show = (view: View, now: number): void => {
    for (const name of texts) {
      const element = part(name);
      // Writing the same words again would make a screen reader say them again.
      if (element.textContent !== view[name]) element.textContent = view[name];
      // The status line stays in the tree while empty: a live region must be there before its words.
      element.hidden = view[name] === "" && name !== "note";
    }
    undo.ariaLabel = view.undoName;
    // One animation for the whole time: nothing ticks, nothing is announced again (rule 18).
    if (view.undoUntil > 0) undo.style.setProperty("--left", `${view.undoUntil - now}ms`);
    root.ariaBusy = String(view.busy);
  };
  return { action: part("action"), undo, root, show };
}

/** Marks the button as not yet answering, for as long as it does not (rule 15). */
export function arm(element: HTMLElement, isCurrent: () => boolean, ms: number): void {
  element.ariaDisabled = "true";
  setTimeout(() => {
    if (isCurrent()) element.ariaDisabled = "false";
  }, ms);
}
