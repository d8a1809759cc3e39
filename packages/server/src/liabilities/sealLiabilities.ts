import {
  assert,
  day,
  hour,
  instant,
  later,
  minute,
  toBase64url,
  fromBase64url,
  utf8,
} from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { timeNow } from "../holds/timeNow.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { entryTimeMs } from "../payments/receipt.ts";
import { sha256 } from "../sha256.ts";
import { dayName, dayStart, liabilitiesId, sealedTotal } from "./liabilitiesKey.ts";
import { readLiabilities } from "./readLiabilities.ts";
import { buildTree, dropTrees, keepTree } from "./treeFile.ts";

/** Days of which proofs are given. */
export const keptDays = 30;

/** Looks every ten minutes whether the day's total is to be sealed. */
export function startLiabilities(deps: Deps): Duty {
  deps.metrics.gauge(
    "farthing_liabilities_age_seconds",
    "Since the newest sealed total of what is owed; -1: none in 30 days.",
    () => ageSeconds(deps),
  );
  return startDuty(deps, {
    name: "liabilities",
    everyMs: 10 * minute,
    work: () => sealLiabilities(deps),
  });
}

/**
 * Seals the day's total of all that is owed to payers and merchants as an entry of the journal, once a day from the
 * configured hour on (specs/log.md §6). The tree is on disk before: whoever reads the entry can be given a proof. The
 * entry's id is the day's, so of two that seal at once one is first, and the other's tree is thrown away.
 */
export async function sealLiabilities(deps: Deps): Promise<void> {
  const now = timeNow(deps);
  const start = dayStart(now);
  if (now - start < deps.config.liabilitiesHour * hour) return;
  if (sealedTotal(deps, start) !== null) return;
  const name = dayName(start);
  const liabilities = await readLiabilities(deps, name);
  if (liabilities === null) return;
  const { at, leaves, sum, receivable } = liabilities;
  const tree = await buildTree(leaves);
  assert(tree.root.sum === sum, "the tree's sum is that of its accounts");
  await keepTree(deps.liabilitiesFolder, name, tree);
  const id = liabilitiesId(deps, start);
  const facts = await entryFacts(deps, id, {
    v: 1,
    kind: "liabilities",
    day: name,
    asset: deps.config.asset,
    at: at.toString(),
    size: leaves.length.toString(),
    sum: sum.toString(),
    root: toBase64url(tree.root.hash),
    receivable: receivable.toString(),
  });
  const sealing = sha256(utf8(`liabilities/${name}/${deps.config.asset}`));
  const { status } = await deps.ledger.submitEntry({ ...facts, time: start, facts: sealing });
  assert(status === "created" || status === "exists", `a total is sealed: ${status}`);
  const sealed = sealedTotal(deps, start);
  const root = fromBase64url(sealed?.memo.root ?? "");
  assert(root !== null, "a sealed total has a root");
  const oldest = dayName(instant(start - keptDays * day));
  await dropTrees(deps.liabilitiesFolder, { oldest, day: name, root });
}

function ageSeconds(deps: Deps): number {
  const today = dayStart(deps.clock.now());
  for (let back = 0; back < keptDays; back += 1) {
    const sealed = sealedTotal(deps, later(today, -back * day));
    if (sealed !== null) {
      return Math.max(0, Math.round((deps.clock.now() - entryTimeMs(sealed.entry)) / 1_000));
    }
  }
  return -1;
}
