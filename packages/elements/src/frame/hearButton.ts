import { armMs, holdMs } from "./judgePress.ts";

/** An event that may be a press; `click` is a PointerEvent in all browsers, `keyup` has no pointer. */
export type Press = UIEvent & Partial<Pick<PointerEvent, "pointerType" | "clientX">>;

/** Told of each press of one button that is not judged yet: when it got the focus, and how long it was held. */
export type Hearer = (press: Press, of: { focusedAt: number; heldMs: number }) => void;

/** Hears `button`: Enter on its way up, so that a held key presses once (rule 15); a long touch, which sends no click. */
export function hearButton(button: HTMLButtonElement, hear: Hearer): void {
  let focusedAt = 0;
  let downAt = Infinity;
  let spentAt = -Infinity;
  const on = <Name extends keyof HTMLElementEventMap>(
    names: readonly Name[],
    act: (event: HTMLElementEventMap[Name]) => void,
  ) => {
    for (const name of names) button.addEventListener(name, act);
  };
  const down = (event: UIEvent) => {
    downAt = event.timeStamp;
    button.dataset["held"] = "";
  };
  const press = (event: Press) => {
    const heldMs = event.timeStamp - downAt;
    downAt = Infinity;
    hear(event, { focusedAt, heldMs });
  };
  on(["focus"], (event) => (focusedAt = event.timeStamp));
  on(["blur"], () => (downAt = Infinity));
  on(["pointerdown"], down);
  on(["keydown"], (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (!event.repeat && /^(Enter| )$/.test(event.key)) down(event);
  });
  on(["pointerup", "pointerleave", "pointercancel", "keyup", "blur"], () => {
    delete button.dataset["held"];
  });
  on(["contextmenu"], (event) => event.preventDefault());
  on(["pointerup"], (event) => {
    const { timeStamp, pointerType, clientX, clientY } = event;
    if (pointerType === "mouse" || timeStamp - downAt < holdMs) return;
    if (document.elementFromPoint(clientX, clientY) !== button) return;
    spentAt = timeStamp;
    press(event);
  });
  on(["click"], (event) => {
    if (event.timeStamp - spentAt > armMs) press(event);
  });
  on(["keyup"], (event) => {
    if (event.key === "Enter" && downAt < Infinity) press(event);
  });
}
