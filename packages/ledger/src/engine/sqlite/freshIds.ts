import { u128, u128Bytes } from "../../journal/u128.ts";
import type { Driver } from "./driver.ts";

/** When so many are remembered, those that are old enough are forgotten. */
const rememberedMax = 50_000;

/** Which ids cannot be on disk yet, without asking it: nearly all, because ids begin with their time. */
export interface FreshIds {
  /** True: no entry has that id. False: look. */
  readonly isFresh: (id: bigint) => boolean;
  /** These are written, at engine time `timestamp` (nanoseconds). */
  readonly add: (ids: Iterable<bigint>, timestamp: bigint) => void;
}

/** The lowest id that a client could make at an engine time. */
function idAt(timestamp: bigint): bigint {
  return (timestamp / 1_000_000n) << 80n;
}

/**
 * Every id on disk above a floor is remembered, so what is above it and not remembered is new. The floor is a
 * moment, not the highest id: a client whose clock runs ahead must not make all others look.
 */
export function freshIds(db: Driver, timestamp: bigint): FreshIds {
  let floor = idAt(timestamp);
  const select = db.prepare<{ id: Uint8Array }>("SELECT id FROM entry_ids WHERE id > ?");
  const remembered = new Set(select.all(u128Bytes(floor)).map(({ id }) => u128(id)));

  function forget(now: bigint): void {
    floor = idAt(now);
    for (const id of remembered) if (id <= floor) remembered.delete(id);
  }

  return {
    isFresh: (id) => id > floor && !remembered.has(id),
    add(ids, now) {
      for (const id of ids) if (id > floor) remembered.add(id);
      if (remembered.size > rememberedMax && idAt(now) > floor) forget(now);
    },
  };
}
