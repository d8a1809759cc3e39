import { assert, hour, idTime, idToBytes, idToUint, type Instant, utf8 } from "@farthing/core";
import { deriveEntryId, type Entry, openAccount, topUp } from "@farthing/ledger";
import { entryFacts } from "../payments/entryFacts.ts";
import type { Deps } from "../deps.ts";
import { moneyOf, offeredMoney } from "../limits/caps.ts";
import { lookAgain } from "../limits/lookAgain.ts";
import { payerLines } from "../limits/payerLines.ts";
import { moneyText } from "../limits/payerMoney.ts";
import { presetOf, type PresetState } from "../limits/presetOf.ts";
import { accountId, walletKey } from "../payments/keys.ts";
import type { TopUpMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";

/**
 * Opens a new wallet in the ledger: its account, the payer's own limits over all sites, and the play
 * money it starts with. Once per payer, whoever calls it how often: the entry's id follows from the payer's.
 */
export async function welcome(deps: Deps, payer: string): Promise<void> {
  const { config, ledger } = deps;
  if (ledger.lookupAccounts([accountId("payer", payer)])[0]) return;
  const agreed = await noteAgreed(deps, payer);
  const time = timeOf(deps, payer);
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key: utf8("welcome"), leg: 0 });
  const memo: TopUpMemo = {
    v: 1,
    kind: "top-up",
    payer,
    rail: "sandbox",
    welcome: true,
    amount: config.welcome.toString(),
    asset: config.asset,
  };
  const { status } = await ledger.submitEntry({
    time,
    accounts: walletAccounts(deps, payer),
    transfers:
      config.welcome === 0n
        ? []
        : fromRail(deps, { payer, amount: config.welcome, why: "welcome" }),
    limits: payerLines(payer, moneyOf(deps, agreed)),
    claims: [walletKey(payer)],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`welcome/${payer}`)),
  });
  const isOpen = status === "created" || status === "exists" || status === "claim_taken";
  assert(isOpen, `a wallet opens: ${status}`);
  await lookAgain(deps, payer);
}

/** What a wallet opens with is what its payer agrees to: a later policy may only lower it. Written down once. */
async function noteAgreed(deps: Deps, payer: string): Promise<PresetState> {
  const agreed = JSON.stringify(moneyText(offeredMoney(deps, "balanced")));
  await deps.store
    .updateTable("payers")
    .set({ agreed_limits: agreed })
    .where("id", "=", payer)
    .where("agreed_limits", "is", null)
    .execute();
  return presetOf(deps, payer);
}

/** The payer's own time, so that two welcomes at once are one entry; a late one is told apart by its claim. */
function timeOf({ clock }: Deps, payer: string): Instant {
  const bytes = idToBytes("payer", payer);
  assert(bytes !== null, "a payer has an id");
  const now = clock.now();
  return now - idTime(bytes) < 12 * hour ? idTime(bytes) : now;
}

/** The accounts that play money moves between. */
export function walletAccounts(
  { config }: Pick<Deps, "config">,
  payer: string,
): NonNullable<Entry["accounts"]> {
  const { asset } = config;
  return [
    openAccount("payer", { id: accountId("payer", payer), asset }),
    openAccount("rail", { id: accountId("rail:sandbox", ""), asset }),
  ];
}

/** Play money on its way to a payer. */
export function fromRail(
  { config }: Pick<Deps, "config">,
  of: { payer: string; amount: bigint; why: "topUp" | "welcome" },
): NonNullable<Entry["transfers"]> {
  const { amount, why } = of;
  const rail = accountId("rail:sandbox", "");
  return topUp({ rail, payer: accountId("payer", of.payer), amount, asset: config.asset, why });
}
