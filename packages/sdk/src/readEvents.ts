import { second } from "@farthing/core";
import { EventPage, type MerchantEvent } from "@farthing/protocol";
import { callTimeoutMs, callWallet, type WalletAccess } from "./callWallet.ts";
import { FarthingError } from "./farthingError.ts";
import { sleep } from "./sleep.ts";

/** Where to begin, and when to stop. */
export interface EventsInput {
  /** The `number` of the last event that was dealt with; default 0: from the first one on. */
  readonly after?: number | undefined;
  /** Ends the reading. Without it the loop ends when the caller leaves it. */
  readonly signal?: AbortSignal | undefined;
}

/** The wallet answers an empty page before the call is given up. */
const waitSeconds = callTimeoutMs / second - 2;
const pauseMs = { first: second, most: 30 * second } as const;

/**
 * Events one by one, in order, for ever: waits for those that have not happened yet, and asks again after a pause when
 * the wallet is not there. Throws {@link FarthingError} for what asking again does not mend.
 */
export async function* readEvents(
  access: WalletAccess,
  { after = 0, signal }: EventsInput,
): AsyncGenerator<MerchantEvent, void, undefined> {
  const isOver = () => signal?.aborted ?? false;
  let cursor = after;
  let pause: number = pauseMs.first;
  while (!isOver()) {
    const page = await nextPage(access, cursor, signal);
    if (page === null) {
      await sleep(pause, signal);
      pause = Math.min(pauseMs.most, pause * 2);
      continue;
    }
    pause = pauseMs.first;
    for (const event of page.events) {
      if (isOver()) return;
      yield event;
      cursor = event.number;
    }
  }
}

/** A page; `null` when the wallet cannot say now. */
async function nextPage(
  access: WalletAccess,
  after: number,
  signal: AbortSignal | undefined,
): Promise<EventPage | null> {
  const path = `/v1/events?after=${after}&wait=${waitSeconds}`;
  try {
    return await callWallet(access, { path, shape: EventPage, signal });
  } catch (error) {
    if (error instanceof FarthingError && error.retry !== "never") return null;
    throw error;
  }
}
