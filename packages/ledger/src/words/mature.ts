import { assert } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { transferId } from "../entryId.ts";
import { amountAll, transferFlags } from "../flags.ts";
import type { AccountBalance } from "../ledger.ts";
import { accountKinds } from "./openAccount.ts";
import { release } from "./release.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * Money that is older than the reserve age, merchant → payable: credits posted up to then, less every debit up to now, so
 * that refunds, fees and what matured before eat the oldest money first; never less than 0. What came after `creditsThen`
 * is held while the transfer runs, so that debits which arrived since `merchant` was read make it smaller (but for what
 * new sales brought meanwhile) and the same run twice at once moves it once. Must be the entry's only transfers; none
 * when nothing matured. What moved is in the stored entry: at most `matured`.
 *
 * @example mature({ entry: id, merchant, payable, creditsThen: totalsAt(merchant.id, now − reserveAge).creditsPosted })
 */
export function mature(of: {
  /** The id of the entry that this becomes. */
  readonly entry: bigint;
  readonly merchant: Pick<
    AccountBalance,
    "id" | "asset" | "code" | "debitsPending" | "debitsPosted" | "creditsPosted"
  >;
  readonly payable: bigint;
  /** The merchant's credits posted up to now less the reserve age. */
  readonly creditsThen: bigint;
}): { readonly transfers: TransferInput[]; readonly matured: bigint } {
  const { entry, merchant, payable, creditsThen } = of;
  const { id: debit, asset, debitsPending, debitsPosted, creditsPosted } = merchant;
  assert(merchant.code === accountKinds.merchant.code, "what matures is a merchant's");
  assert(creditsThen >= 0n && creditsThen <= creditsPosted, "credits only grow");
  const older = creditsThen - debitsPosted - debitsPending;
  if (older <= 0n) return { transfers: [], matured: 0n };
  const young = creditsPosted - creditsThen;
  const leg = { debit, credit: payable, asset, code: transferCodes.maturity };
  const move = { ...leg, amount: older, flags: transferFlags.balancingDebit };
  if (young === 0n) return { transfers: [move], matured: older };
  assert(young < amountAll, "the younger money is an amount");
  const guard = { ...leg, amount: young, flags: transferFlags.pending };
  return { transfers: [guard, move, ...release(transferId(entry, 0))], matured: older };
}
