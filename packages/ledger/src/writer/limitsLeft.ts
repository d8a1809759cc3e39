import { instant } from "@farthing/core";
import type { LimitUse } from "../entry.ts";
import type { LimitLeft } from "../result.ts";
import type { Limit } from "../rules/state.ts";
import { availableAt, moreAtMs } from "../rules/window.ts";

/** What `packLimitsLeft` writes for each limit: max, available, expiry and next give-back (−1: none). */
const fields = 4;
const none = -1n;

/** The limits of `uses` at `ms`, as one array of numbers: it goes to another thread with every payment. */
export function packLimitsLeft(
  limits: ReadonlyMap<bigint, Limit>,
  uses: readonly LimitUse[],
  ms: number,
): BigInt64Array | null {
  if (uses.length === 0) return null;
  const packed = new BigInt64Array(fields * uses.length);
  for (const [at, { key }] of uses.entries()) {
    const limit = limits.get(key);
    if (limit === undefined) return null;
    const moreAt = moreAtMs(limit, ms);
    packed[fields * at] = limit.max;
    packed[fields * at + 1] = availableAt(limit, ms);
    packed[fields * at + 2] = limit.expiresAt === null ? none : BigInt(limit.expiresAt);
    packed[fields * at + 3] = moreAt === null ? none : BigInt(moreAt);
  }
  return packed;
}

/** The limits that `packed` holds, in the order of the entry's uses. */
export function unpackLimitsLeft(packed: BigInt64Array): LimitLeft[] {
  const moment = (value: bigint) => (value === none ? null : instant(Number(value)));
  return Array.from({ length: packed.length / fields }, (_, at) => {
    const [max = 0n, available = 0n, expiresAt = none, moreAt = none] = packed.subarray(
      fields * at,
      fields * (at + 1),
    );
    return { max, available, expiresAt: moment(expiresAt), moreAt: moment(moreAt) };
  });
}
