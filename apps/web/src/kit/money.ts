import {
  amountMax,
  type Asset,
  assert,
  formatMoney,
  isAsset,
  money,
  type Money,
  parseAmount,
  type WireMoney,
} from "@farthing/core";
import type { Language } from "./language.ts";

/** Money as the server sent it. Asserts that it is money: the server is ours. */
export function readMoney(wire: WireMoney): Money {
  const amount = parseAmount(wire.amount);
  assert(amount !== null && isAsset(wire.asset), "the server sends money");
  return money(amount, wire.asset);
}

/** Wire money in the one format of every screen. */
export function showMoney(wire: WireMoney, language: Language): string {
  return formatMoney(readMoney(wire), language);
}

/** A balance: below zero for what is owed, and of any size that the ledger counts. Its schema was checked. */
export function showBalance(wire: WireMoney, language: Language): string {
  assert(isAsset(wire.asset), "the server sends money");
  return formatMoney({ amount: BigInt(wire.amount), asset: wire.asset }, language);
}

/** The decimal places of an asset: `PLAY/6` has six. */
function scaleOf(asset: Asset): number {
  return Number(asset.split("/")[1]);
}

/**
 * The amount that a person typed, in the asset's smallest unit; `null` when it is not a plain amount or
 * has more decimals than the asset. Takes a point or a comma before the decimals, and a currency sign.
 */
export function parseTypedAmount(typed: string, asset: Asset): bigint | null {
  const match = /^\$?\s*(\d{1,12})(?:[.,](\d{1,12}))?\s*\$?$/.exec(typed.trim());
  if (match === null) return null;
  const scale = scaleOf(asset);
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > scale) return null;
  const amount = BigInt((match[1] ?? "0") + fraction.padEnd(scale, "0"));
  return amount <= amountMax ? amount : null;
}

/** An amount as a person would type it into a field: `0.05`, in German `0,05`. */
export function typedAmount(value: Money, language: Language): string {
  const scale = scaleOf(value.asset);
  const digits = value.amount.toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = (scale === 0 ? "" : digits.slice(-scale)).replace(/0+$/, "").padEnd(2, "0");
  return `${whole}${language === "de" ? "," : "."}${fraction}`;
}
