import { assert, idToUint, ProblemError } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { stopHolds } from "../holds/workHolds.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { allowanceKeys } from "../payments/keys.ts";
import type { PauseMemo } from "../payments/memo.ts";
import { merchantOfAllowance } from "../payments/merchantOfAllowance.ts";

/**
 * Pauses an allowance, or lets it go on: its line per click closes or opens in the ledger, so that the next click is
 * refused whichever process hears it. Its keys, its other lines and what is used of them stay. What is so already stays
 * so. Throws `not-found`, also for one that was taken back or is over; `unavailable`.
 */
export async function pauseAllowance(
  deps: Deps,
  { payer, id, paused }: { payer: string; id: string; paused: boolean },
): Promise<void> {
  const merchant = await merchantOfAllowance(deps, { payer, id });
  const status = statusOf(deps, id);
  if (status === "revoked" || status === "expired") throw new ProblemError("not-found");
  if (paused === (status === "paused")) return;
  const kind = paused ? "pause" : "resume";
  await setClickLine(deps, { v: 1, kind, payer, merchant, allowance: id });
  if (paused) return stopHolds(deps, { payer, merchant });
  if (statusOf(deps, id) !== "revoked") return;
  // Taken back while it was being let go on: the closed day holds every click already, and its lines stay as one.
  await setClickLine(deps, { v: 1, kind: "pause", payer, merchant, allowance: id });
  throw new ProblemError("not-found");
}

function statusOf(deps: Deps, id: string): ReturnType<typeof allowanceStatus> {
  const lines = allowanceLines(deps, allowanceKeys(id));
  return lines === null ? "revoked" : allowanceStatus(lines, deps.clock.now());
}

/** Closes or opens the line per click, and nothing else: lines whose terms changed meanwhile keep them. */
async function setClickLine(deps: Deps, memo: PauseMemo): Promise<void> {
  const time = deps.clock.now();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const id = deriveEntryId({ time, payer: idToUint("payer", memo.payer), key, leg: 0 });
  const line = allowanceKeys(memo.allowance).click;
  const { status } = await deps.ledger.submitEntry({
    time,
    limits: [memo.kind === "pause" ? { key: line, close: true } : { key: line, reopen: true }],
    ...(await entryFacts(deps, id, memo)),
  });
  assert(status === "created", `pausing is never ${status}`);
}
