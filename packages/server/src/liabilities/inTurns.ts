import { setImmediate } from "node:timers/promises";

/** Items between two looks at what else there is to do: a few milliseconds of hashing. */
const pauseEvery = 1_000;

/** Does `act` to each of `items` in turn with pauses, so that requests are answered in between. */
export async function inTurns<T>(items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    act(item);
    done += 1;
    if (done % pauseEvery === 0) await setImmediate();
  }
}
