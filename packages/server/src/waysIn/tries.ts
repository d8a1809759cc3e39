import { day, lengthPrefixed, minute, utf8 } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { addressBlock } from "../http/addressBlock.ts";
import { RateLimited } from "../http/rateLimits.ts";
import { hmacSha256 } from "../payments/hmac.ts";

/** The try in vain that begins the first wait, and that wait; each further one doubles it (research/fraud.md §4.8). */
const waitsFrom = { account: 5, network: 20 } as const;
const firstWaitMs = 15 * minute;
const longestWaitMs = day;
/** After so long without one, the count begins anew. */
const forgottenMs = 2 * day;

/** What is counted: the tries at one account, whether it exists or not, or those from one network. */
export type Counted =
  | { readonly what: "account"; readonly of: string }
  | { readonly what: "network"; readonly of: string };

/** The network that a request comes from, as tries are counted. */
export function networkOf(address: string): Counted {
  return { what: "network", of: addressBlock(address) ?? address };
}

/**
 * Counts a try before it is looked at, so that many at once are many; `forgive` takes it back where it was right. In the
 * store: a restart forgives nobody. Answers with how many in a row it makes. Throws `too-many-tries`.
 */
export async function countTry(deps: Deps, counted: Counted): Promise<number> {
  const key = keyOf(deps, counted);
  const now = deps.clock.now();
  const { failed: count, until } = await deps.store.transaction().execute(async (unit) => {
    const row = await unit
      .selectFrom("tries")
      .selectAll()
      .where("key", "=", key)
      .executeTakeFirst();
    if (row !== undefined && row.blocked_until > now) {
      return { failed: row.failed, until: row.blocked_until };
    }
    const isOld = row === undefined || now - row.last_at >= forgottenMs;
    const failed = (isOld ? 0 : row.failed) + 1;
    const next = { failed, last_at: now, blocked_until: now + waitMs(counted, failed) };
    await unit
      .insertInto("tries")
      .values({ key, ...next })
      .onConflict((conflict) => conflict.column("key").doUpdateSet(next))
      .execute();
    return { failed, until: null };
  });
  if (until !== null) throw new RateLimited(until - now, "too-many-tries");
  return count;
}

/** The try was right: the account's count begins anew; of a network's, this one is taken back. */
export async function forgive(deps: Deps, counted: Counted): Promise<void> {
  const key = keyOf(deps, counted);
  if (counted.what === "account") {
    await deps.store.deleteFrom("tries").where("key", "=", key).execute();
    return;
  }
  await deps.store
    .updateTable("tries")
    .set((row) => ({ failed: row("failed", "-", 1), blocked_until: 0 }))
    .where("key", "=", key)
    .where("failed", ">", 0)
    .execute();
}

/** At an account none for four tries, then 15 minutes after the fifth, 30 after the sixth, and so on up to a day. */
function waitMs({ what }: Counted, failed: number): number {
  const doubled = failed - waitsFrom[what];
  return doubled < 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(doubled, 10));
}

function keyOf({ keys }: Deps, { what, of }: Counted): Uint8Array {
  return hmacSha256(keys.fieldKey, lengthPrefixed(utf8("farthing/tries/v1"), utf8(what), utf8(of)));
}
