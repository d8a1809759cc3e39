import { assert, parseAmount } from "@farthing/core";
import { z } from "zod";

/** The limits of money of one payer, over all sites and at each. Smallest unit. */
export interface PayerMoney {
  readonly day: bigint;
  readonly month: bigint;
  readonly sinceCheck: bigint;
  /** At one merchant in 24 hours. */
  readonly merchantDay: bigint;
  /** What the wallet may hold after a top-up, and what is topped up in 24 hours. */
  readonly ceiling: bigint;
  readonly topUpDay: bigint;
}

type Name = keyof PayerMoney;

/** As it is written down: in the store, and with each change in the journal. */
export const MoneyText = z.object(ofEach(() => z.string()));
export type MoneyText = Readonly<Record<Name, string>>;

/** Of each line the lower one; what is absent bounds nothing. */
export function leastMoney(money: PayerMoney, bound: Partial<PayerMoney> | null): PayerMoney {
  return ofEach((name) => {
    const most = bound?.[name];
    return most === undefined || money[name] < most ? money[name] : most;
  });
}

/** Whether any line of one is higher than that of the other. */
export function isMore(money: PayerMoney, than: PayerMoney): boolean {
  return Object.values(ofEach((name) => money[name] > than[name])).includes(true);
}

/** As it is written down. */
export function moneyText(money: PayerMoney): MoneyText {
  return ofEach((name) => money[name].toString());
}

/** What was written down, or null: nothing was. */
export function readMoney(json: string | null): PayerMoney | null {
  if (json === null) return null;
  const text = MoneyText.parse(JSON.parse(json));
  return ofEach((name) => {
    const amount = parseAmount(text[name]);
    assert(amount !== null, "the lines of a payer are amounts");
    return amount;
  });
}

function ofEach<Value>(make: (name: Name) => Value): Record<Name, Value> {
  return {
    day: make("day"),
    month: make("month"),
    sinceCheck: make("sinceCheck"),
    merchantDay: make("merchantDay"),
    ceiling: make("ceiling"),
    topUpDay: make("topUpDay"),
  };
}
