import { day, hour, lengthPrefixed, minute, utf8 } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { addressBlock } from "../http/addressBlock.ts";
import { RateLimited } from "../http/rateLimits.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import type { TryTable } from "../store/wayInTables.ts";

/** The try in vain that begins the first wait, and how long a wait gets (research/fraud.md §4.8). */
const limits = {
  account: { first: 5, longestMs: day },
  // Shared by strangers: whoever tries in vain there must not keep the others out for long.
  network: { first: 20, longestMs: 15 * minute },
  passkey: { first: 5, longestMs: day },
} as const;
/** Who chose Careful waits after fewer. */
const carefulFirst = 3;
/** Each further try in vain doubles it. */
const firstWaitMs = 15 * minute;
/** After so long without one, an account's count begins anew. */
const forgottenMs = 2 * day;
/** A network's count goes down by one each hour, and never so high that two days would not forget it. */
const networkMax = 48;

/**
 * What is counted: the tries at one account, whether it exists or not, those from one network, or the answers of passkeys to
 * what a payer was asked.
 */
export type Counted =
  | { readonly what: "account"; readonly of: string }
  | { readonly what: "network"; readonly of: string }
  | { readonly what: "passkey"; readonly of: string; readonly isCareful: boolean };

/** The network that a request comes from, as tries are counted. */
export function networkOf(address: string): Counted {
  return { what: "network", of: addressBlock(address) ?? address };
}

/** A try that was counted. */
export interface Try {
  readonly counted: Counted;
  /** How many in a row it makes. */
  readonly failed: number;
  /** What it moved, as it was before and as it is now. */
  readonly blockedUntil: { readonly before: number; readonly now: number };
}

/**
 * Counts a try before it is looked at, so that many at once are many; `forgive` takes it back where it was right. In the
 * store: a restart forgives nobody. Throws `too-many-tries`.
 */
export async function countTry(deps: Deps, counted: Counted): Promise<Try> {
  const key = keyOf(deps, counted);
  const now = deps.clock.now();
  const { failed, before, until } = await deps.store.transaction().execute(async (unit) => {
    const row = await unit
      .selectFrom("tries")
      .selectAll()
      .where("key", "=", key)
      .executeTakeFirst();
    const { blocked_until: blocked } = row ?? { blocked_until: 0 };
    if (row !== undefined && blocked > now) {
      return { failed: row.failed, before: blocked, until: null };
    }
    const next = oneMore(counted, row, now);
    const wait = waitMs(counted, next.failed);
    // No wait is no moment either: a clock that is set back would make one of it.
    const until = wait === 0 ? 0 : now + wait;
    const set = { ...next, blocked_until: until };
    await unit
      .insertInto("tries")
      .values({ key, ...set })
      .onConflict((conflict) => conflict.column("key").doUpdateSet(set))
      .execute();
    return { failed: next.failed, before: blocked, until };
  });
  if (until === null) throw new RateLimited(before - now, "too-many-tries");
  return { counted, failed, blockedUntil: { before, now: until } };
}

type Count = Pick<TryTable, "failed" | "last_at">;

/** An hour that was begun goes on: a try in vain every half hour stops no count from going down. */
function oneMore({ what }: Counted, row: Count | undefined, now: number): Count {
  if (row === undefined) return { failed: 1, last_at: now };
  const since = Math.max(0, now - row.last_at);
  if (what !== "network") {
    return { failed: (since >= forgottenMs ? 0 : row.failed) + 1, last_at: now };
  }
  const hours = Math.floor(since / hour);
  if (hours >= row.failed) return { failed: 1, last_at: now };
  const failed = Math.min(row.failed - hours + 1, networkMax);
  return { failed, last_at: row.last_at + hours * hour };
}

/**
 * The try was right: the account's count begins anew; of a network's, this one is taken back, and the wait that it began. A
 * wait that another try began stays.
 */
export async function forgive(deps: Deps, { counted, blockedUntil }: Try): Promise<void> {
  const key = keyOf(deps, counted);
  if (counted.what !== "network") {
    await deps.store.deleteFrom("tries").where("key", "=", key).execute();
    return;
  }
  const { before, now } = blockedUntil;
  await deps.store
    .updateTable("tries")
    .set((row) => ({
      failed: row("failed", "-", 1),
      blocked_until: row
        .case()
        .when("blocked_until", "=", now)
        .then(before)
        .else(row.ref("blocked_until"))
        .end(),
    }))
    .where("key", "=", key)
    .where("failed", ">", 0)
    .execute();
}

/** At an account none for four tries, then 15 minutes after the fifth, 30 after the sixth, and so on up to a day. */
function waitMs(counted: Counted, failed: number): number {
  const { first, longestMs } = limits[counted.what];
  const isSooner = counted.what === "passkey" && counted.isCareful;
  const doubled = failed - (isSooner ? carefulFirst : first);
  return doubled < 0 ? 0 : Math.min(longestMs, firstWaitMs * 2 ** Math.min(doubled, 10));
}

function keyOf({ keys }: Deps, { what, of }: Counted): Uint8Array {
  return hmacSha256(keys.fieldKey, lengthPrefixed(utf8("farthing/tries/v1"), utf8(what), utf8(of)));
}
