import { type Clock, second } from "@farthing/core";

/** A progress line for `rebuild`: written at once, then at most once a second, so that a pipe stays short. */
export function rebuildProgress(
  write: (line: string) => void,
  clock: Clock,
): (progress: { readonly shown: bigint; readonly of: bigint }) => void {
  let nextAt = 0;
  return ({ shown, of }) => {
    const now = clock.now();
    if (now < nextAt && shown < of) return;
    nextAt = now + second;
    const percent = of === 0n ? 100n : (shown * 100n) / of;
    write(`${shown} of ${of} journal entries shown (${percent} %)`);
  };
}
