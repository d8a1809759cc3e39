/** What was bought may arrive a moment after the payment. */
const triesMs = [0, 300, 1_000, 3_000];

/**
 * After a payment the focus goes to what was bought (rule 15): to the element with the id `to`, else to the next heading
 * behind `from`. Only while it is still nowhere else: a reader who went on is left alone.
 */
export function moveFocus(from: HTMLElement, to: string | null): void {
  const host = hostOf(from);
  // The frame has let go of it: focus in the frame is the reader's own again, who went back to Undo (rule 18).
  const isFree = () => [null, document.body].includes(document.activeElement as HTMLElement);
  let isMoved = false;
  for (const ms of triesMs) {
    setTimeout(() => {
      isMoved ||= !isFree();
      const target = to === null ? nextHeading(host) : document.getElementById(to);
      if (isMoved || target === null) return;
      if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
      target.focus({ preventScroll: true });
      isMoved = true;
    }, ms);
  }
}

/** The element in the page that holds `from`, which may stand in a shadow tree. */
function hostOf(from: HTMLElement): HTMLElement {
  const root = from.getRootNode();
  return root instanceof ShadowRoot ? hostOf(root.host as HTMLElement) : from;
}

function nextHeading(from: HTMLElement): HTMLElement | null {
  const after = (heading: HTMLElement) =>
    from.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING &&
    heading.getClientRects().length > 0;
  return [...document.querySelectorAll<HTMLElement>("h1,h2,h3,h4,h5,h6")].find(after) ?? null;
}
