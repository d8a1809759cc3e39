import type { Asset, Instant } from "@farthing/core";
import type { Entry, LimitUse, TransferInput } from "@farthing/ledger";
import { transferCodes } from "./keys.ts";

/** A price and the operator's part of it, in the smallest unit. */
export interface Price {
  readonly amount: bigint;
  readonly fee: bigint;
  readonly asset: Asset;
}

/** The three ledger accounts that a payment touches. */
export interface PaymentAccounts {
  readonly payer: bigint;
  readonly merchant: bigint;
  readonly fees: bigint;
}

/** A click, checked and ready to be paid. Keys are those of `keys.ts`. */
export interface ClickCommand {
  readonly id: bigint;
  readonly time: Instant;
  readonly price: Price;
  readonly accounts: PaymentAccounts;
  readonly allowance: { readonly click: bigint; readonly day: bigint; readonly total: bigint };
  /** The limit of a key that a partition cookie enrolled; null for every other. */
  readonly deviceClick: bigint | null;
  readonly payer: { readonly day: bigint; readonly month: bigint; readonly sinceCheck: bigint };
  readonly counter: { readonly key: bigint; readonly use: bigint };
  /** The key under which the payer will own what is bought; null for access `use`. */
  readonly ownership: bigint | null;
  readonly memo: Uint8Array;
  readonly commitment: Uint8Array;
  readonly facts: Uint8Array;
}

/** Payer → merchant, then the fee merchant → operator, all or nothing. */
export function paymentTransfers(price: Price, accounts: PaymentAccounts): TransferInput[] {
  const { amount, fee, asset } = price;
  const { payer, merchant, fees } = accounts;
  const whole = { debit: payer, credit: merchant, amount, asset, code: transferCodes.payment };
  if (fee === 0n) return [whole];
  return [whole, { debit: merchant, credit: fees, amount: fee, asset, code: transferCodes.fee }];
}

/**
 * The one journal entry of a click. Its limits stand in the order in which a refusal is named: the
 * allowance's own lines first (the payer can act on them here), then the payer's over all sites.
 */
export function paymentEntry(command: ClickCommand): Entry {
  const { amount } = command.price;
  const { allowance, deviceClick, payer, ownership } = command;
  const use = (key: bigint): LimitUse => ({ key, amount });
  return {
    id: command.id,
    time: command.time,
    transfers: paymentTransfers(command.price, command.accounts),
    uses: [
      use(allowance.click),
      ...(deviceClick === null ? [] : [use(deviceClick)]),
      use(allowance.day),
      use(allowance.total),
      use(payer.day),
      use(payer.month),
      use(payer.sinceCheck),
    ],
    claims: ownership === null ? [] : [ownership],
    counters: [command.counter],
    memo: command.memo,
    commitment: command.commitment,
    facts: command.facts,
  };
}
