import { assert } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import type { AccountBalance } from "../ledger.ts";
import { accountKinds } from "./openAccount.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * Money that leaves: payable → rail, from nowhere else. `exceeds_credits` above what is payable: the account that
 * `openAccount("payable", …)` opened never goes below zero.
 *
 * @example payOut({ payable, rail, amount: 12_000_000n })
 */
export function payOut(of: {
  readonly payable: Pick<AccountBalance, "id" | "asset" | "code" | "flags">;
  readonly rail: bigint;
  readonly amount: bigint;
}): TransferInput[] {
  const { payable, rail, amount } = of;
  const { code, flags } = accountKinds.payable;
  assert(payable.code === code, "a payout leaves only from payable");
  assert((payable.flags & flags) === flags, "payable never goes below zero");
  assert(amount > 0n, "a payout is of something");
  const { id, asset } = payable;
  return [{ debit: id, credit: rail, amount, asset, code: transferCodes.payout }];
}
