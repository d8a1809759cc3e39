import { type Anchored, AnchorUnreached } from "@farthing/log";

/**
 * Throws `AnchorUnreached` where `place` holds less than the head of `leaves` that was there for good: heads there only grow, so this is
 * not the place that it was. Anchoring there would begin a second history of heads, and a start would believe that nobody has seen more.
 */
export function requireThere(place: string, newest: Anchored | null, leaves: number): void {
  const size = newest?.size ?? 0;
  if (size >= leaves) return;
  throw new AnchorUnreached(
    `${place}: what was anchored is gone: a head of ${leaves} leaves was there for good, and now ${size === 0 ? "none is" : `the newest has ${size}`}. See that its disk is mounted and that the RPC is of the same chain; where it is lost, name another place.`,
  );
}
