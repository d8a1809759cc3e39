import { assert, lengthPrefixed, utf8 } from "@farthing/core";
import { capture, type EntryStatus, type LimitUse } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { paymentAccounts } from "../payments/enrolment.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { entryName } from "../payments/entryName.ts";
import { allowanceKeys, heldKey, payerKeys } from "../payments/keys.ts";
import type { CaptureMemo } from "../payments/memo.ts";
import type { Paid } from "../refunds/refund.ts";
import { sha256 } from "../sha256.ts";
import { endId, endOf, heldTransfer, placesMax } from "./holdOf.ts";
import { timeNow } from "./timeNow.ts";

/** `stopped`: freeze, pause, revocation or block was first. `ended`: the hold was over already, one way or the other. */
export type Capturing = "captured" | "stopped" | "ended";

const stopping: ReadonlySet<EntryStatus> = new Set<EntryStatus>([
  "limit_closed",
  "credit_account_already_closed",
]);
const ending: ReadonlySet<EntryStatus> = new Set<EntryStatus>([
  "pending_transfer_already_posted",
  "pending_transfer_already_voided",
  "pending_transfer_expired",
]);
/** A limit changed between reading it and the entry: read again. */
const changed: ReadonlySet<EntryStatus> = new Set<EntryStatus>([
  "limit_exceeded",
  "limit_expired",
  "limit_not_found",
]);

/**
 * Makes a held payment, once, whoever asks how often and from how many processes; the fee is the one that was agreed to.
 * Its entry uses nothing of the limits that a freeze, a pause and a revocation close: what is stopped in the same moment
 * is not made. Throws `unavailable` and `OutcomeUnknown`: ask again.
 */
export async function captureHold(
  deps: Deps,
  paid: Paid,
  sites: readonly string[],
): Promise<Capturing> {
  for (;;) {
    const { entry, place } = endOf(deps, paid.entry, { memo: paid.memo, verb: "capture" });
    if (entry !== null) return "captured";
    assert(place < placesMax, "a capture is not refused again and again");
    const status = await submit(deps, paid, { place, uses: standing(deps, paid, sites) });
    if (status === "created" || status === "exists") return "captured";
    if (stopping.has(status)) return "stopped";
    if (ending.has(status)) return "ended";
    assert(changed.has(status) || status === "id_already_failed", `a hold is captured: ${status}`);
  }
}

async function submit(
  deps: Deps,
  { entry, memo: paid }: Paid,
  { place, uses }: { place: number; uses: readonly LimitUse[] },
): Promise<EntryStatus> {
  const { payer, merchant, amount, asset } = paid;
  const [hold] = deps.ledger.lookupHolds([heldTransfer(entry)]);
  assert(hold !== null && hold !== undefined, "a held payment has its hold");
  const id = endId(entry, { memo: paid, verb: "capture", place });
  const payment = entryName(entry.id);
  const memo: CaptureMemo = { v: 1, kind: "capture", payer, merchant, payment, amount, asset };
  const { fees } = paymentAccounts(payer, merchant);
  const { status } = await deps.ledger.submitEntry({
    time: timeNow(deps),
    transfers: capture({ hold, fee: BigInt(paid.fee), fees }),
    uses,
    // The payer's lines stay used; what was set aside is not any more.
    gives: entry.uses.flatMap((use) =>
      use.key === heldKey(payer) ? [{ ...use, usedAt: entry.timestamp }] : [],
    ),
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(lengthPrefixed(...["capture", payment].map(utf8))),
  });
  return status;
}

/**
 * A use of nothing asks the ledger, in the same breath, that none of these is closed. A limit that was lowered below what
 * is used, or whose time is over, refuses that too and stops nothing: it is left out.
 */
function standing({ ledger, clock }: Deps, { memo }: Paid, sites: readonly string[]): LimitUse[] {
  const keys = [payerKeys(memo.payer).day, ...sites.map((site) => allowanceKeys(site).click)];
  const now = clock.now();
  return ledger.lookupLimits(keys).flatMap((limit) => {
    if (limit === null) return [];
    const isOver = limit.expiresAt !== null && limit.expiresAt <= now;
    const isLowered = limit.kind === "sum" && limit.used > limit.max;
    return !limit.closed && (isOver || isLowered) ? [] : [{ key: limit.key, amount: 0n }];
  });
}
