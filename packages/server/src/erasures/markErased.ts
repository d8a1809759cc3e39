import { randomBytes } from "node:crypto";
import { assert, idToUint, ProblemError, utf8 } from "@farthing/core";
import {
  closeAccount,
  deriveEntryId,
  type Entry,
  type EntryStatus,
  openAccount,
} from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { timeNow } from "../holds/timeNow.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, erasedKey, heldKey, payerKeys } from "../payments/keys.ts";
import type { EraseMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import { welcome } from "../wallets/welcome.ts";
import { keyClaims } from "./erasedKeys.ts";
import { isErased } from "./isErased.ts";

/** `givesUp`: what is left goes back to the rail. `again`: the same after a restore, whatever the payer did since. */
type How = { readonly givesUp: boolean } | { readonly again: true };

/** What came in between: a hold, a freeze, money that was not given up. */
const openAgain: ReadonlySet<EntryStatus> = new Set<EntryStatus>([
  "limit_exceeded",
  "limit_closed",
  "exceeds_debits",
]);

/**
 * Writes into the journal that this payer is erased: no payment goes through any more, the account takes and gives nothing.
 * From here on there is no way back. The entry itself asks that nothing is held, that nobody froze the wallet, and that
 * nothing is left that was not given up: what came in between the caller's look and this entry refuses it, and the answer
 * is false. So no money ever comes to an account that is closed. Again changes nothing. Throws `unavailable`.
 */
export async function markErased(deps: Deps, payer: string, how: How): Promise<boolean> {
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
    ...stopping(payer, how),
    ...closing(deps, payer, how),
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`erase/${payer}`)),
  });
  if (status === "clock_skew") throw new ProblemError("unavailable");
  if (openAgain.has(status)) return false;
  assert(status === "created" || status === "claim_taken", `a payer is erased: ${status}`);
  // Another wallet's mark took a frame key of both in between: asked again, it is left out.
  if (!isErased(deps, payer)) throw new ProblemError("unavailable");
  return true;
}

/** Nothing is paid and nothing is held from here on. */
function stopping(payer: string, how: How): Required<Pick<Entry, "limits" | "uses">> {
  const { day } = payerKeys(payer);
  const held = heldKey(payer);
  return {
    limits: [
      // A limit that a freeze closed takes no reset.
      ...("again" in how ? [] : [{ key: day, reset: true } as const]),
      { key: day, close: true },
      { key: held, set: { kind: "sum", max: 0n } },
    ],
    // More than nothing is held: not even a use of nothing is within that.
    uses: [{ key: held, amount: 0n }],
  };
}

function closing(
  { ledger, config }: Deps,
  payer: string,
  how: How,
): Required<Pick<Entry, "accounts" | "transfers">> {
  const [account] = ledger.lookupAccounts([accountId("payer", payer)]);
  assert(account !== null && account !== undefined, "a wallet that was opened has an account");
  const rail = accountId("rail:sandbox", "");
  if ("again" in how || how.givesUp) {
    return { accounts: [], transfers: closeAccount(account, { rest: rail }) };
  }
  // A tab that owes nothing takes nothing: the entry holds only where nothing is left.
  const nothing = accountId("operator:nothing-left", "");
  return {
    accounts: [openAccount("tab", { id: nothing, asset: config.asset })],
    transfers: closeAccount(account, { rest: nothing }),
  };
}
