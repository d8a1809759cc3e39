import { randomBytes } from "node:crypto";
import { assert, idToUint } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { tabKeys } from "../payments/keys.ts";
import type { TabMemo } from "../payments/memo.ts";
import { tabOf } from "./tabOf.ts";

/**
 * "Stop here": nothing more goes on this guest's bill, at any site and in any process, once this resolves. What is on it can
 * still be paid. Again changes nothing.
 */
export async function stopTab(deps: Deps, guest: string): Promise<void> {
  const tab = tabOf(deps, guest);
  if (tab === null || tab.isClosed) return;
  const time = deps.clock.now();
  const id = deriveEntryId({ time, payer: idToUint("payer", guest), key: randomBytes(16), leg: 0 });
  const memo: TabMemo = { v: 1, kind: "stop-tab", payer: guest };
  const { status } = await deps.ledger.submitEntry({
    time,
    limits: [{ key: tabKeys(guest).owed, close: true }],
    ...(await entryFacts(deps, id, memo)),
  });
  assert(status === "created", `a bill is stopped: ${status}`);
}
