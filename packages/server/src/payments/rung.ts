/**
 * How well a browser remembers its payer: K the key is kept; C the key dies with its page, yet the partition cookie
 * enrols the next one; P neither, so that every page asks (frame-and-grant.md rule 9).
 */
export type Rung = "K" | "C" | "P";

/** The rung of a frame whose key outlives its page, or not, and that sends a partition cookie, or not. */
export function rungOf({ isKept, hasCookie }: { isKept: boolean; hasCookie: boolean }): Rung {
  if (isKept) return "K";
  return hasCookie ? "C" : "P";
}
