import { randomBytes } from "node:crypto";
import { assert, idToUint, ProblemError, utf8 } from "@farthing/core";
import { closeAccount, deriveEntryId, type TransferInput } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { timeNow } from "../holds/timeNow.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, erasedKey, payerKeys } from "../payments/keys.ts";
import type { EraseMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import { welcome } from "../wallets/welcome.ts";
import { isErased } from "./isErased.ts";

/**
 * Writes into the journal that this payer is erased: no payment goes through any more, the account takes and gives nothing,
 * and what was left on it is back on the rail. From here on there is no way back. Again changes nothing. Throws
 * `unavailable`.
 */
export async function markErased(deps: Deps, payer: string): Promise<void> {
  if (isErased(deps, payer)) return;
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
    claims: [erasedKey(payer)],
    limits: [{ key: payerKeys(payer).day, close: true }],
    transfers: closing(deps, payer),
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`erase/${payer}`)),
  });
  if (status === "clock_skew") throw new ProblemError("unavailable");
  assert(status === "created" || status === "claim_taken", `a payer is erased: ${status}`);
}

function closing({ ledger }: Deps, payer: string): TransferInput[] {
  const [account] = ledger.lookupAccounts([accountId("payer", payer)]);
  assert(account !== null && account !== undefined, "a wallet that was opened has an account");
  return closeAccount(account, { rest: accountId("rail:sandbox", "") });
}
