/**
 * How far this page came before it was left: `opened` showed its request, `sent` an approval, `paid` heard that it was
 * paid. The history entry keeps it over a reload and over Back, which nothing else on the page outlives.
 */
export type Mark = "opened" | "sent" | "paid";

const marks: readonly Mark[] = ["opened", "sent", "paid"];

export function readMark(): Mark | null {
  const state: unknown = history.state;
  return marks.find((mark) => mark === state) ?? null;
}

export function setMark(mark: Mark): void {
  history.replaceState(mark, "");
}
