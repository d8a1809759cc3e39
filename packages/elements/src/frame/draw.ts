import type { View } from "./view.ts";

/** The parts of the screen. Made once and then only changed, so that focus and announcements survive every change. */
export interface Screen {
  readonly root: HTMLElement;
  /** The row of buttons. */
  readonly act: HTMLElement;
  readonly action: HTMLButtonElement;
  readonly second: HTMLButtonElement;
  readonly undo: HTMLButtonElement;
  readonly less: HTMLButtonElement;
  readonly more: HTMLButtonElement;
  show(view: View, now: number): void;
}

// No text of anybody is in it: words are written by textContent alone.
const skeleton =
  "<h1 class=title></h1><div class=head><p class=merchant></p><span class=chip></span></div><div class=deal>" +
  "<div class=act><button class=action aria-disabled=true></button><p class=paid></p><button class=second aria-disabled=true></button>" +
  "<button class=undo aria-disabled=true></button><a class=back target=_blank></a></div>" +
  "<div class=foot><p class=note role=status></p><button class=less></button><button class=more></button>" +
  "<a class=wallet href=/ target=_blank></a></div></div>";

/** Builds the card and gives back the way to change it. */
export function makeScreen(): Screen {
  const root = document.createElement("main");
  root.innerHTML = skeleton;
  const part = <Part extends HTMLElement = HTMLElement>(name: string) =>
    root.querySelector(`.${name}`) as Part;
  const [undo, act] = [part<HTMLButtonElement>("undo"), part("act")];
  const parts = root.querySelectorAll<HTMLElement>("[class]");
  const show = (view: View, now: number): void => {
    for (const element of parts) {
      const name = element.className as keyof typeof view;
      const text = view[name];
      // A box that only holds others has no words.
      if (typeof text !== "string") continue;
      // Writing the same words again would make a screen reader say them again.
      if (element.textContent !== text) element.textContent = text;
      // The status line stays in the tree while empty: a live region must be there before its words.
      element.hidden = text === "" && name !== "note";
    }
    undo.ariaLabel = view.undoName;
    part<HTMLAnchorElement>("back").href = view.backTo;
    // One animation for the whole time: nothing ticks, nothing is announced again (rule 18).
    if (view.undoUntil > 0) undo.style.setProperty("--left", `${view.undoUntil - now}ms`);
    act.ariaBusy = String(view.busy);
    act.dataset["hold"] = String(view.holds);
    // What stands in the way of a button changes while a page scrolls: it is there to be read, not called out.
    part("note").ariaLive = view.quiet ? "off" : null;
  };
  return {
    root,
    act,
    undo,
    action: part("action"),
    second: part("second"),
    less: part("less"),
    more: part("more"),
    show,
  };
}
