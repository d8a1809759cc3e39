import { assert, idToUint } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { offeredMoney } from "../limits/caps.ts";
import { differing, type SumLine, spendingLines } from "../limits/payerLines.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { tabKeys } from "../payments/keys.ts";
import type { TabMemo } from "../payments/memo.ts";
import { tabOf } from "./tabOf.ts";
import { tabLines } from "./tabUse.ts";

/**
 * Brings what a guest may owe and spend to what the policy in force says, lower or higher: a guest chose no preset. What is
 * owed already stays owed. Again changes nothing.
 */
export async function followTab(deps: Deps, guest: string): Promise<void> {
  for (;;) {
    const lines = linesNow(deps, guest);
    // A settlement at the same moment raises the line: whoever writes last has looked after it.
    if (lines.length === 0) return;
    const time = deps.clock.now();
    const key = crypto.getRandomValues(new Uint8Array(32));
    const id = deriveEntryId({ time, payer: idToUint("payer", guest), key, leg: 0 });
    const memo: TabMemo = { v: 1, kind: "tab-lines", payer: guest };
    const { status } = await deps.ledger.submitEntry({
      time,
      limits: lines,
      ...(await entryFacts(deps, id, memo)),
    });
    // Stopped in this moment: it is looked at once more, without the line.
    assert(status === "created" || status === "limit_closed", `a guest's lines are set: ${status}`);
  }
}

function linesNow(deps: Deps, guest: string): SumLine[] {
  const tab = tabOf(deps, guest);
  if (tab === null) return [];
  const { first, settled } = tabLines(deps);
  const owed = { kind: "sum", max: tab.settledBefore ? settled : first } as const;
  return differing(deps, [
    ...spendingLines(guest, offeredMoney(deps, "balanced")),
    ...(tab.isClosed ? [] : [{ key: tabKeys(guest).owed, set: owed }]),
  ]);
}
