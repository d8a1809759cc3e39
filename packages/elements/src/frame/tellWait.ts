import { prove, type Session } from "./session.ts";

const markedAt = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;

/**
 * Tells once how long the payer waited: from the press that began it (`presses.ts` marks it, User Timing L3) until the
 * receipt was handed to the page. Nobody waits for this, and where it fails it is not told.
 */
export async function tellWait(session: Session, payment: string): Promise<void> {
  const ms = markedAt("paid") - markedAt("press");
  // Where nothing was pressed, as after a reload, nothing was measured.
  if (!(ms >= 0)) return;
  const proof = await prove(session, "shown", payment);
  await fetch(`/v1/frame/payments/${payment}/shown`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ms, proof }),
    // The page may go on to the content at once.
    keepalive: true,
  });
}
