import { assert, type Asset } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { transferFlags } from "../flags.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * Sets `amount` aside for a merchant until it is captured or released, or `timeoutSeconds` are over and the engine's
 * clock releases it. No fee yet: it is of what is captured. The hold's id is the transfer's (`transferId`).
 *
 * @example hold({ payer, merchant, amount: 50_000n, asset: "PLAY/6", timeoutSeconds: 3_600 })
 */
export function hold(of: {
  readonly payer: bigint;
  readonly merchant: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
  readonly timeoutSeconds: number;
}): TransferInput[] {
  const { payer, merchant, amount, asset, timeoutSeconds } = of;
  assert(amount > 0n, "a hold is of something");
  assert(timeoutSeconds > 0, "a hold ends by itself");
  return [
    {
      debit: payer,
      credit: merchant,
      amount,
      asset,
      code: transferCodes.payment,
      flags: transferFlags.pending,
      timeout: timeoutSeconds,
    },
  ];
}
