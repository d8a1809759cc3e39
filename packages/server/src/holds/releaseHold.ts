import { assert, lengthPrefixed, utf8 } from "@farthing/core";
import { type EntryStatus, release } from "@farthing/ledger";
import type { ReleaseReason } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { entryName } from "../payments/entryName.ts";
import { ownershipKey } from "../payments/keys.ts";
import type { ReleaseMemo } from "../payments/memo.ts";
import type { Paid } from "../refunds/refund.ts";
import { sha256 } from "../sha256.ts";
import { endId, endOf, heldTransfer, type HoldStanding, holdOf, placesMax } from "./holdOf.ts";
import { timeNow } from "./timeNow.ts";

/** The hold ended in the same moment: what is true now is looked up. */
const overtaken: ReadonlySet<EntryStatus> = new Set<EntryStatus>([
  "pending_transfer_already_posted",
  "pending_transfer_already_voided",
  "pending_transfer_expired",
  "claim_not_held",
  "id_already_failed",
]);

/**
 * Lets go of a held payment: money, limits and the claim to the resource are back in one entry. The first reason is kept.
 * Of a release and a capture at once one happens, and both hear which. After the ledger's own clock let go of the money,
 * the rest comes back here. Answers with what is true now. Throws `unavailable` and `OutcomeUnknown`: ask again.
 */
export async function releaseHold(
  deps: Deps,
  paid: Paid,
  why: ReleaseReason,
): Promise<HoldStanding> {
  const before = standingOf(deps, paid);
  if (before.kind === "captured") return before;
  if (before.kind === "released" && before.entry !== null) return before;
  const { entry, place } = endOf(deps, paid.entry, { memo: paid.memo, verb: "release" });
  assert(entry === null && place < placesMax, "a release is not refused again and again");
  const isExpired = before.kind === "released";
  const reason = isExpired ? "expired" : why;
  const status = await submit(deps, paid, { place, why: reason, isExpired });
  const isDone = status === "created" || status === "exists";
  assert(isDone || overtaken.has(status), `a hold is released: ${status}`);
  return standingOf(deps, paid);
}

function standingOf(deps: Deps, { entry, memo }: Paid): HoldStanding {
  const standing = holdOf(deps, entry, memo);
  assert(standing !== null, "the payment was held");
  return standing;
}

async function submit(
  deps: Deps,
  { entry, memo: paid }: Paid,
  { place, why, isExpired }: { place: number; why: ReleaseReason; isExpired: boolean },
): Promise<EntryStatus> {
  const { payer, merchant, amount, asset, resource } = paid;
  const payment = entryName(entry.id);
  const memo: ReleaseMemo = { v: 1, kind: "release", payer, merchant, payment, amount, asset, why };
  const id = endId(entry, { memo: paid, verb: "release", place });
  const owned = ownershipKey(payer, merchant, resource);
  const { status } = await deps.ledger.submitEntry({
    time: timeNow(deps),
    transfers: isExpired ? [] : release(heldTransfer(entry)),
    gives: entry.uses.flatMap((use) =>
      use.amount === 0n ? [] : [{ ...use, usedAt: entry.timestamp }],
    ),
    // The allowance that the same approval opened stands, and the grant stays answered.
    releases: entry.claims.includes(owned) ? [{ key: owned, holder: entry.id }] : [],
    ...(await entryFacts(deps, id, memo)),
    // Not the reason: of two at once the second finds it done.
    facts: sha256(lengthPrefixed(...["release", payment].map(utf8))),
  });
  return status;
}
