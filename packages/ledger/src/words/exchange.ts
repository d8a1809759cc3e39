import { assert, type Asset } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { transferCodes } from "./transferCodes.ts";

/** One side of an exchange: the payer's account and the liquidity account, both in `asset`. */
export interface ExchangeSide {
  readonly payer: bigint;
  readonly liquidity: bigint;
  readonly asset: Asset;
}

/** So many smallest units bought for so many sold: 9 for 10 is 0.9. Never a fraction of a number. */
export interface Rate {
  readonly bought: bigint;
  readonly sold: bigint;
}

/** An exchange that can be made: what the payer gets, and which part of `amount` the spread is. */
export interface Exchanged {
  readonly transfers: TransferInput[];
  readonly bought: bigint;
  readonly spread: bigint;
}

const wholeBasisPoints = 10_000n;

const upwards = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

/**
 * Sells `amount` of one asset for another: three linked transfers over two liquidity accounts, the spread (in what is
 * sold) a leg of its own. The payer gets at least what `amount` less the spread is worth at the rate: rounded up, in the
 * payer's favour, and the spread pays for the rounding. It never pays more than there is: `null` when no whole number of
 * units lies between that and what all of `amount` is worth, as for a few units at a coarse rate or with no spread at
 * all. `exceeds_credits` when the liquidity account has too little.
 *
 * @example exchange({ sell, buy, amount: 1_000n, rate: { bought: 9n, sold: 10n }, spreadBasisPoints: 100, spreadTo })
 */
export function exchange(of: {
  readonly sell: ExchangeSide;
  readonly buy: ExchangeSide;
  /** Taken from the payer, spread included, in what is sold. */
  readonly amount: bigint;
  readonly rate: Rate;
  /** The most that the exchange costs, in hundredths of a percent of `amount`: 0 to 9 999. */
  readonly spreadBasisPoints: number;
  /** Who gets the spread: an account in what is sold. */
  readonly spreadTo: bigint;
}): Exchanged | null {
  const { sell, buy, amount, rate, spreadBasisPoints, spreadTo } = of;
  assert(amount > 0n, "what is sold is more than nothing");
  assert(rate.bought > 0n && rate.sold > 0n, "a rate is above zero");
  assert(
    Number.isInteger(spreadBasisPoints) && spreadBasisPoints >= 0 && spreadBasisPoints < 10_000,
    "a spread is 0 to less than 100 %",
  );
  const kept = wholeBasisPoints - BigInt(spreadBasisPoints);
  const bought = upwards(amount * kept * rate.bought, wholeBasisPoints * rate.sold);
  if (bought * rate.sold > amount * rate.bought) return null;
  const worth = upwards(bought * rate.sold, rate.bought);
  const spread = amount - worth;
  const code = transferCodes.exchange;
  const transfers: TransferInput[] = [
    { debit: sell.payer, credit: sell.liquidity, amount: worth, asset: sell.asset, code },
    { debit: buy.liquidity, credit: buy.payer, amount: bought, asset: buy.asset, code },
  ];
  if (spread > 0n) {
    const { payer: debit, asset } = sell;
    const leg = { debit, credit: spreadTo, amount: spread, asset, code: transferCodes.spread };
    transfers.push(leg);
  }
  return { transfers, bought, spread };
}
