/** What is wrong with how the button can be seen: something is over it, or only a part of it is in view. */
export type Hidden = "" | "covered" | "cut";

/** What the browser says about how well the button can be seen (rule 16). */
export interface Sight {
  /** Intersection Observer v2's answer; null where the browser has none. */
  readonly visible: boolean | null;
  /** What the words say of it; a press opens the wallet's page then, instead of paying. */
  readonly hidden: Hidden;
  /** Part of the button, or of its price, cannot be seen, or can be seen again, and the words do not say so yet. */
  readonly unsaid: boolean;
  /** Since when the button is in view and still, on the clock of `performance.now()`. */
  readonly shownAt: number;
}

export interface Watch {
  readonly sight: () => Sight;
  /** Says what was not said yet. */
  readonly say: () => void;
}

/** A part of a pixel is missing at some zooms. */
const wholeFrom = 0.98;
// Chromium's lower bound for `trackVisibility`.
const lookEveryMs = 100;
/** A page that scrolls by covers and uncovers the button: only what lasts is worth words. */
const sayAfterMs = 400;

/** Version 2's words, which TypeScript's types do not know: https://w3c.github.io/IntersectionObserver/v2/ */
interface Look extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

/**
 * Watches `button`; `changed` is called when `hidden` changes. The browser's answer is false under harmless things
 * (a filter that darkens the page) and true under some harmful ones (a mask): a signal, never a lock.
 */
export function watchVisible(button: HTMLElement, changed: () => void): Watch {
  let visible: boolean | null = null;
  let hidden: Hidden = "";
  let said: Hidden = "";
  let shownAt = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restart = () => (shownAt = performance.now());
  const say = () => {
    clearTimeout(timer);
    if (said === hidden) return;
    said = hidden;
    changed();
  };
  const look = (looks: readonly Look[]) => {
    const { isVisible, intersectionRatio } = looks.at(-1) as Look;
    // Not drawn at all, because the state has no button.
    if (button.hidden) return;
    visible = isVisible ?? null;
    if (hidden) restart();
    // A button that is half below the fold is not covered: scrolling is all that it takes.
    const isCut = visible !== false && intersectionRatio < wholeFrom;
    if (isCut) hidden = "cut";
    else hidden = visible === false || overflows(button) ? "covered" : "";
    clearTimeout(timer);
    // Out of sight altogether: there is nobody to say it to.
    if (!hidden) say();
    else if (intersectionRatio > 0) timer = setTimeout(say, sayAfterMs);
  };
  const options = { threshold: [0, wholeFrom, 1], trackVisibility: true, delay: lookEveryMs };
  new IntersectionObserver(look, options).observe(button);
  for (const name of ["resize", "scroll"]) addEventListener(name, restart, true);
  return { sight: () => ({ visible, hidden: said, unsaid: said !== hidden, shownAt }), say };
}

/** The frame was made so small that the price does not fit into its button. */
function overflows(button: HTMLElement): boolean {
  return button.scrollWidth > button.clientWidth || button.scrollHeight > button.clientHeight;
}
