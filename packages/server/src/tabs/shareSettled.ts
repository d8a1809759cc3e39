import {
  bytesToUint,
  concat,
  day,
  idToUint,
  instant,
  type Instant,
  lengthPrefixed,
  minute,
  ProblemError,
  uintBytes,
  utf8,
} from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import { aroundBlock } from "../blocks/aroundBlock.ts";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { timeNow } from "../holds/timeNow.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import { tabShareKey } from "../payments/keys.ts";
import type { SettleShareMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import { shareOf } from "./settleTab.ts";

/** Within this time after a bill of several merchants was paid each gets its part, in milliseconds. */
const spreadMs = day;
/** Each refused try (a block moved in that moment) leaves its place empty. */
const placesMax = 16;

/** Looks each minute for merchants whose part of a bill is due. */
export function startSharing(deps: Deps): Duty {
  return startDuty(deps, {
    name: "shares",
    everyMs: minute,
    work: async (stopped) => void (await shareSettled(deps, stopped)),
  });
}

interface Share {
  readonly settlement: string;
  readonly merchant: string;
  readonly guest: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly settledAt: number;
}

/**
 * Gives each merchant its part of bills that were paid, in an entry of its own and at a time of its own: else all merchants of one
 * guest would hear of it in the same moment, and could tell that they share a reader. Once each; what a crash cuts off is found
 * again. One that fails keeps none of the others waiting. Answers with how many went.
 */
export async function shareSettled(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<number> {
  let done = 0;
  for (const share of await unshared(deps)) {
    if (stopped()) return done;
    const dueAt = shareTime(deps, share);
    if (deps.clock.now() < dueAt) continue;
    try {
      if (await giveShare(deps, share, dueAt)) done += 1;
    } catch (error) {
      const { settlement, merchant } = share;
      deps.logger.error({ err: error, settlement, merchant }, "a part of a bill was not settled");
    }
  }
  return done;
}

async function unshared({ store }: Deps): Promise<Share[]> {
  const rows = await store
    .selectFrom("tab_sales")
    .select((row) => [
      "settlement",
      "merchant_id as merchant",
      "guest",
      "ended_at",
      row.fn.sum<bigint>("amount").as("amount"),
      row.fn.sum<bigint>("fee").as("fee"),
    ])
    .where("state", "=", "paid")
    .where("shared_at", "is", null)
    .where("settlement", "is not", null)
    .groupBy(["settlement", "merchant_id", "guest", "ended_at"])
    .execute();
  return rows.map(({ settlement, ended_at: endedAt, ...row }) => ({
    ...row,
    settlement: settlement ?? "",
    settledAt: endedAt ?? 0,
  }));
}

/** When it is due: drawn by a key of ours, so that it is the same after a restart and nobody can tell the bill's time from it. */
function shareTime(
  { keys }: Pick<Deps, "keys">,
  { settlement, merchant, settledAt }: Share,
): Instant {
  const named = lengthPrefixed(...["farthing/share-time/v1", settlement, merchant].map(utf8));
  const drawn = bytesToUint(hmacSha256(keys.pairwiseKey, named).subarray(0, 6));
  return instant(settledAt + Number(drawn % BigInt(spreadMs)));
}

async function giveShare(deps: Deps, share: Share, dueAt: Instant): Promise<boolean> {
  const { settlement, merchant, guest: payer, amount } = share;
  const { asset } = deps.config;
  const memo: SettleShareMemo = {
    v: 1,
    kind: "settle-share",
    payer,
    merchant,
    settlement,
    amount: amount.toString(),
    asset,
  };
  for (let place = 0; place < placesMax; place += 1) {
    // Not the bill's time: a merchant reads the names of its entries.
    const id = deriveEntryId({
      time: dueAt,
      payer: idToUint("merchant", merchant),
      key: concat(utf8("share"), uintBytes(idToUint("payment", settlement), 16)),
      leg: place,
    });
    const known = deps.ledger.lookupEntry(id);
    if (known?.status === "created") return false;
    if (known !== null) continue;
    const entry = {
      time: timeNow(deps),
      ...shareOf({ guest: payer, merchant, asset, sales: [share] }),
      claims: [tabShareKey(settlement, merchant)],
      ...(await entryFacts(deps, id, memo)),
      facts: sha256(lengthPrefixed(...["share", settlement, merchant].map(utf8))),
    };
    const { status } = await deps.ledger.submitEntry(aroundBlock(deps, [merchant], entry));
    if (status === "created" || status === "exists") return status === "created";
  }
  throw new ProblemError("unavailable");
}
