import { assert, idTime, idToBytes, idToUint, hour, utf8 } from "@farthing/core";
import { deriveEntryId, openAccount } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { offeredMoney } from "../limits/caps.ts";
import { spendingLines } from "../limits/payerLines.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, tabKeys, walletKey } from "../payments/keys.ts";
import type { TabMemo } from "../payments/memo.ts";
import { lookAgain } from "../limits/lookAgain.ts";
import { sha256 } from "../sha256.ts";
import { salesMax, tabLines } from "./tabUse.ts";

/**
 * Opens a guest's tab in the ledger: its account, its line, and the limits that hold for every payer. Once for each guest,
 * whoever calls it how often: the line that a settlement raised is never set again.
 */
export async function openTab(deps: Deps, guest: string): Promise<void> {
  const keys = tabKeys(guest);
  if (deps.ledger.lookupLimits([keys.owed])[0]) return;
  const bytes = idToBytes("payer", guest);
  assert(bytes !== null, "a guest has an id");
  const now = deps.clock.now();
  const time = now - idTime(bytes) < 12 * hour ? idTime(bytes) : now;
  const id = deriveEntryId({ time, payer: idToUint("payer", guest), key: utf8("tab"), leg: 0 });
  const memo: TabMemo = { v: 1, kind: "open-tab", payer: guest };
  const { status } = await deps.ledger.submitEntry({
    time,
    accounts: [openAccount("tab", { id: accountId("tab", guest), asset: deps.config.asset })],
    limits: [
      ...spendingLines(guest, offeredMoney(deps, "balanced")),
      { key: keys.owed, set: { kind: "sum", max: tabLines(deps).first } },
      { key: keys.sales, set: { kind: "sum", max: salesMax } },
    ],
    claims: [walletKey(guest)],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`tab/${guest}`)),
  });
  const isOpen = status === "created" || status === "exists" || status === "claim_taken";
  assert(isOpen, `a tab opens: ${status}`);
  await lookAgain(deps, guest);
}
