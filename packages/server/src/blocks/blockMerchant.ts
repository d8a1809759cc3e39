import { randomBytes } from "node:crypto";
import { assert, idToUint, ProblemError } from "@farthing/core";
import { block, deriveEntryId, type Entry, openAccount, release } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { stopHolds } from "../holds/workHolds.ts";
import { timeNow } from "../holds/timeNow.ts";
import { merchantById } from "../merchants/merchant.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, blockKey } from "../payments/keys.ts";
import type { BlockMemo } from "../payments/memo.ts";
import { closingOf, merchantAccounts } from "./isBlocked.ts";

/**
 * The operator stops a merchant: its accounts are closed in the ledger, so that once this resolves nobody pays it, whichever
 * process hears the click, and what is held for it is let go of. Refunds go on. Again changes nothing. Throws `not-found`,
 * `unavailable`.
 */
export async function blockMerchant(
  deps: Deps,
  { merchant, why }: { merchant: string; why: string },
): Promise<void> {
  await requireMerchant(deps, merchant);
  if (closingOf(deps, merchant) === null) {
    const { asset } = deps.config;
    const other = accountId("operator:fees", "");
    const [account = 0n, unsettled = 0n] = merchantAccounts(merchant);
    const status = await submit(
      deps,
      { v: 1, kind: "block", merchant, why },
      {
        // One that was never paid has no account yet.
        accounts: [
          openAccount("merchant", { id: account, asset }),
          openAccount("unsettled", { id: unsettled, asset }),
          openAccount("fees", { id: other, asset }),
        ],
        transfers: merchantAccounts(merchant).flatMap((each) =>
          block({ account: each, other, asset }),
        ),
        claims: [blockKey(merchant)],
      },
    );
    const isDone = status === "created" || status === "claim_taken";
    assert(isDone, `an account is closed: ${status}`);
  }
  await stopHolds(deps, { merchant });
}

/** Lets a merchant go on. Again changes nothing; what was let go of meanwhile stays so. Throws `not-found`, `unavailable`. */
export async function unblockMerchant(
  deps: Deps,
  { merchant, why }: { merchant: string; why: string },
): Promise<void> {
  await requireMerchant(deps, merchant);
  const blocked = closingOf(deps, merchant);
  if (blocked === null) return;
  const status = await submit(
    deps,
    { v: 1, kind: "unblock", merchant, why },
    {
      transfers: blocked.closings.flatMap(({ closing }) => release(closing)),
      releases: [{ key: blockKey(merchant), holder: blocked.holder }],
    },
  );
  if (status === "created") return;
  assert(status === "claim_not_held", `an account is opened: ${status}`);
  // A refund went through in the same moment, or somebody else was first.
  if (closingOf(deps, merchant) !== null) throw new ProblemError("unavailable");
}

async function requireMerchant(deps: Deps, merchant: string): Promise<void> {
  if ((await merchantById(deps, merchant)) === null) throw new ProblemError("not-found");
}

async function submit(
  deps: Deps,
  memo: BlockMemo,
  what: Pick<Entry, "accounts" | "transfers" | "claims" | "releases">,
): Promise<string> {
  const time = timeNow(deps);
  const payer = idToUint("merchant", memo.merchant);
  const id = deriveEntryId({ time, payer, key: randomBytes(32), leg: 0 });
  const { status } = await deps.ledger.submitEntry({
    time,
    ...what,
    ...(await entryFacts(deps, id, memo)),
  });
  return status;
}
