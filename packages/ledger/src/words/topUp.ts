import { assert, type Asset } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * Money from outside: rail → payer. `why` is `welcome` for what a new wallet starts with.
 *
 * @example topUp({ rail, payer, amount: 5_000_000n, asset: "PLAY/6" })
 */
export function topUp(of: {
  readonly rail: bigint;
  readonly payer: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
  readonly why?: "topUp" | "welcome";
}): TransferInput[] {
  const { rail, payer, amount, asset, why = "topUp" } = of;
  assert(amount > 0n, "a top-up is of something");
  return [{ debit: rail, credit: payer, amount, asset, code: transferCodes[why] }];
}
