import type { Deps } from "../deps.ts";
import { accountId } from "../payments/keys.ts";

/** What is set aside for payments that are held, in the wire's form. */
export function heldOf(
  { ledger, config }: Pick<Deps, "ledger" | "config">,
  payer: string,
): { amount: string; asset: Deps["config"]["asset"] } {
  const [account] = ledger.lookupAccounts([accountId("payer", payer)]);
  return { amount: (account?.debitsPending ?? 0n).toString(), asset: config.asset };
}

/** What a payer has now, in the wire's form. Sees every payment that was answered before. */
export function balanceOf(
  { ledger, config }: Pick<Deps, "ledger" | "config">,
  payer: string,
): { amount: string; asset: Deps["config"]["asset"] } {
  const [account] = ledger.lookupAccounts([accountId("payer", payer)]);
  const amount = account
    ? account.creditsPosted - account.debitsPosted - account.debitsPending
    : 0n;
  return { amount: amount.toString(), asset: config.asset };
}
