import { assert, type Asset, splitFee } from "@farthing/core";

/** A price and the operator's part of it, in the smallest unit. */
export interface Price {
  readonly amount: bigint;
  readonly fee: bigint;
  readonly asset: Asset;
}

/** The three accounts that a payment touches: `fees` is the operator's. */
export interface PaymentAccounts {
  readonly payer: bigint;
  readonly merchant: bigint;
  readonly fees: bigint;
}

/**
 * What `amount` costs whom: the fee is rounded down, the remainder is the merchant's (`splitFee`).
 *
 * @example priced({ amount: 50_000n, asset: "PLAY/6" }, 500).fee // 2_500n
 */
export function priced(
  { amount, asset }: { readonly amount: bigint; readonly asset: Asset },
  feeBasisPoints: number,
): Price {
  assert(amount >= 0n, "a price is not negative");
  return { amount, fee: splitFee(amount, feeBasisPoints).fee, asset };
}
