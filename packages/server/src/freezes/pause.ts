import { assert, idToUint, ProblemError } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { commitment } from "../payments/commitment.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import { allowanceKeys } from "../payments/keys.ts";
import { memoBytes, type PauseMemo } from "../payments/memo.ts";

/**
 * Pauses an allowance, or lets it go on: its line per click closes or opens in the ledger, so that the next click is
 * refused whichever process hears it. Its keys, its other lines and what is used of them stay. What is so already stays
 * so. Throws `not-found`, also for one that was taken back or is over; `unavailable`.
 */
export async function pauseAllowance(
  deps: Deps,
  { payer, id, paused }: { payer: string; id: string; paused: boolean },
): Promise<void> {
  const row = await deps.store
    .selectFrom("allowances")
    .select("merchant_id")
    .where("id", "=", id)
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  const keys = allowanceKeys(id);
  const lines = row === undefined ? null : allowanceLines(deps, keys);
  const time = deps.clock.now();
  const status = lines === null ? "revoked" : allowanceStatus(lines, time);
  if (row === undefined || status === "revoked" || status === "expired") {
    throw new ProblemError("not-found");
  }
  if (paused === (status === "paused")) return;
  const merchant = row.merchant_id;
  const kind = paused ? "pause" : "resume";
  const memo: PauseMemo = { v: 1, kind, payer, merchant, allowance: id };
  const key = crypto.getRandomValues(new Uint8Array(32));
  const entry = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const { status: said } = await deps.ledger.submitEntry({
    id: entry,
    time,
    limits: [
      // Taken back meanwhile, its day is closed: a reset of it says so, and nothing comes alive again.
      ...(paused ? [] : [{ key: keys.day, set: openLine(lines) }]),
      paused ? { key: keys.click, close: true } : { key: keys.click, reopen: true },
    ],
    memo: memoBytes(memo),
    commitment: commitment(memo, entry, await groupKeys(deps, { payer, merchant })),
  });
  if (said === "limit_closed") throw new ProblemError("not-found");
  assert(said === "created", `pausing is never ${said}`);
}

/** The terms of the line for a day as they are: setting them changes nothing, and is refused on a closed one. */
function openLine(lines: ReturnType<typeof allowanceLines>) {
  assert(lines !== null, "a paused allowance has its lines");
  const { kind, max, window, expiresAt } = lines.day;
  return {
    kind,
    max,
    ...(window === null ? {} : { window }),
    ...(expiresAt === null ? {} : { expiresAt }),
  };
}
