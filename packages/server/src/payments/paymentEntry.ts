import type { Instant } from "@farthing/core";
import {
  charge,
  type Entry,
  type LimitChange,
  type LimitUse,
  type PaymentAccounts,
  type Price,
} from "@farthing/ledger";
import type { TabUse } from "../tabs/tabUse.ts";
import { dayWindow } from "./keys.ts";

/** The limit on what this payer pays this merchant in 24 hours; `opens`: its most where the ledger has none yet, else null. */
export interface MerchantDay {
  readonly key: bigint;
  readonly opens: bigint | null;
}

/**
 * Opens the limit where it is missing. Another process may have opened it, and a lower preset may have set it, since this one
 * looked: the ledger then leaves it as it is.
 */
export function merchantDayChanges({ key, opens }: MerchantDay): LimitChange[] {
  return opens === null ? [] : [{ key, open: { kind: "sum", max: opens, window: dayWindow } }];
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
  readonly merchantDay: MerchantDay;
  readonly counter: { readonly key: bigint; readonly use: bigint };
  /** What a sale on a guest's tab counts against; null for a wallet's. */
  readonly tab: TabUse | null;
  /** The key under which the payer will own what is bought; null for access `use`. */
  readonly ownership: bigint | null;
  readonly memo: Uint8Array;
  readonly commitment: Uint8Array;
  readonly facts: Uint8Array;
}

/**
 * The one journal entry of a click. Its limits stand in the order in which a refusal is named: the
 * allowance's own lines first (the payer can act on them here), then the payer's over all sites.
 */
export function paymentEntry(command: ClickCommand): Entry {
  const { amount } = command.price;
  const { allowance, deviceClick, payer, ownership, tab } = command;
  const use = (key: bigint): LimitUse => ({ key, amount });
  return {
    id: command.id,
    time: command.time,
    transfers: charge(command.price, command.accounts),
    limits: [...merchantDayChanges(command.merchantDay), ...(tab?.limits ?? [])],
    uses: [
      use(allowance.click),
      ...(deviceClick === null ? [] : [use(deviceClick)]),
      use(allowance.day),
      use(allowance.total),
      use(payer.day),
      use(payer.month),
      use(command.merchantDay.key),
      use(payer.sinceCheck),
      ...(tab?.uses ?? []),
    ],
    claims: ownership === null ? [] : [ownership],
    counters: [command.counter],
    memo: command.memo,
    commitment: command.commitment,
    facts: command.facts,
  };
}
