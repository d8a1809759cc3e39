import { ProblemError, second } from "@farthing/core";
import type { EventPage } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import { readEvents } from "../projections/readEvents.ts";
import type { WaitingRoom } from "./waitingRoom.ts";

/** A busy server commits all the time: a waiting merchant's events are looked for this often at most. */
const lookEveryMs = 100;

/** What a merchant asks for. */
export interface EventsAsk {
  readonly merchant: string;
  readonly after: number;
  readonly limit: number;
  readonly waitSeconds: number;
  /** Of the request: whoever hangs up waits no longer. */
  readonly signal: AbortSignal;
}

/**
 * A merchant's events behind `after`. An empty page is waited with for up to `waitSeconds`, if there is room. Throws
 * `unavailable` while the projection lags, `cursor-unknown` when `after` is further than this wallet has counted.
 */
export async function eventPage(deps: Deps, room: WaitingRoom, ask: EventsAsk): Promise<EventPage> {
  const first = await look(deps, ask);
  const leave = first.events.length > 0 || ask.waitSeconds === 0 ? null : room.enter(ask.merchant);
  if (leave === null) return first;
  try {
    return await waitForOne(deps, ask);
  } finally {
    leave();
  }
}

async function look(deps: Deps, ask: EventsAsk): Promise<EventPage> {
  const { merchant, after, limit } = ask;
  const fresh = await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  if (!fresh) throw new ProblemError("unavailable");
  const events = await readEvents(deps.store, { merchant, after, limit });
  if (events === null) throw new ProblemError("cursor-unknown");
  return { events, next: events.at(-1)?.number ?? after };
}

async function waitForOne(deps: Deps, ask: EventsAsk): Promise<EventPage> {
  const until = performance.now() + ask.waitSeconds * second;
  for (;;) {
    const leftMs = until - performance.now();
    if (leftMs <= 0 || ask.signal.aborted) return { events: [], next: ask.after };
    await Promise.race([
      deps.projection.reached(deps.projection.seq() + 1n, leftMs),
      new Promise((resolve) => ask.signal.addEventListener("abort", resolve, { once: true })),
    ]);
    const page = await look(deps, ask);
    if (page.events.length > 0) return page;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
