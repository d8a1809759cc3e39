import { randomBytes } from "node:crypto";
import { assert, idToUint, ProblemError, utf8 } from "@farthing/core";
import { closeAccount, deriveEntryId, type Entry, openAccount } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { timeNow } from "../holds/timeNow.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, erasedKey, payerKeys } from "../payments/keys.ts";
import type { EraseMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import { welcome } from "../wallets/welcome.ts";
import { keyClaims } from "./erasedKeys.ts";
import { isErased } from "./isErased.ts";

/**
 * Writes into the journal that this payer is erased: no payment goes through any more, the account takes and gives nothing.
 * `givesUp`: what was left on it is back on the rail; else the entry is refused where anything is left, and the answer is
 * false. From here on there is no way back. Again changes nothing. Throws `unavailable`.
 */
export async function markErased(
  deps: Deps,
  payer: string,
  { givesUp }: { givesUp: boolean } = { givesUp: true },
): Promise<boolean> {
  if (isErased(deps, payer)) return true;
  await welcome(deps, payer);
  const time = timeNow(deps);
  const id = deriveEntryId({
    time,
    payer: idToUint("payer", payer),
    key: randomBytes(32),
    leg: 0,
  });
  const memo: EraseMemo = { v: 1, kind: "erase", payer };
  const { status } = await deps.ledger.submitEntry({
    time,
    claims: [erasedKey(payer), ...(await keyClaims(deps, payer))],
    limits: [{ key: payerKeys(payer).day, close: true }],
    ...closing(deps, payer, givesUp),
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`erase/${payer}`)),
  });
  if (status === "clock_skew") throw new ProblemError("unavailable");
  // A refund came in between: nothing is taken that was not given up.
  if (status === "exceeds_debits" && !givesUp) return false;
  assert(status === "created" || isErased(deps, payer), `a payer is erased: ${status}`);
  return true;
}

function closing(
  { ledger, config }: Deps,
  payer: string,
  givesUp: boolean,
): Required<Pick<Entry, "accounts" | "transfers">> {
  const [account] = ledger.lookupAccounts([accountId("payer", payer)]);
  assert(account !== null && account !== undefined, "a wallet that was opened has an account");
  const rail = accountId("rail:sandbox", "");
  if (givesUp) return { accounts: [], transfers: closeAccount(account, { rest: rail }) };
  // A tab that owes nothing takes nothing: the entry holds only where nothing is left.
  const nothing = accountId("operator:nothing-left", "");
  return {
    accounts: [openAccount("tab", { id: nothing, asset: config.asset })],
    transfers: closeAccount(account, { rest: nothing }),
  };
}
