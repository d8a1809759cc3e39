import { assert } from "./assert.ts";

/** Asset code and scale in one word: `PLAY/6` counts millionths of one play dollar. */
export type Asset = `${string}/${number}`;

/** A non-negative amount in the asset's smallest unit. Direction is debit or credit, never a sign. */
export interface Money {
  readonly amount: bigint;
  readonly asset: Asset;
}

/** Money as JSON carries it: a decimal-integer string, because JSON numbers lose cents. */
export interface WireMoney {
  readonly amount: string;
  readonly asset: string;
}

/** 2^63−1: what the SQL engines hold in one integer. */
export const amountMax = (1n << 63n) - 1n;

const amountPattern = /^(?:0|[1-9][0-9]{0,18})$/;
const assetPattern = /^[A-Z]{3,8}\/(?:0|[1-9]|1[0-2])$/;

/** Whether `text` names an asset: three to eight capitals, a slash, a scale of 0 to 12. */
export function isAsset(text: string): text is Asset {
  return assetPattern.test(text);
}

/** The bigint of a wire amount, or `null`: length is checked before `BigInt` sees it. */
export function parseAmount(text: string): bigint | null {
  if (!amountPattern.test(text)) return null;
  const amount = BigInt(text);
  return amount <= amountMax ? amount : null;
}

/** @example money(50_000n, "PLAY/6") // five play cents */
export function money(amount: bigint, asset: Asset): Money {
  assert(amount >= 0n && amount <= amountMax, "amount is within 0 and 2^63−1");
  assert(isAsset(asset), "asset is CODE/scale");
  return { amount, asset };
}

/** Money as it goes into JSON. */
export function toWireMoney(value: Money): WireMoney {
  return { amount: value.amount.toString(), asset: value.asset };
}

/**
 * Parts `total` into a fee of `basisPoints` (1/100 of a percent), rounded down, and the remainder.
 * The remainder belongs to the merchant: rounding never costs them.
 */
export function splitFee(total: bigint, basisPoints: number): { fee: bigint; rest: bigint } {
  assert(
    Number.isInteger(basisPoints) && basisPoints >= 0 && basisPoints <= 10_000,
    "fee is 0 to 100 %",
  );
  const fee = (total * BigInt(basisPoints)) / 10_000n;
  return { fee, rest: total - fee };
}

/**
 * The one money format of every screen: two decimals, more only when the amount has them.
 * The sandbox asset `PLAY` is written with `$`; the page around it says that it is play money.
 *
 * @example formatMoney({ amount: 50_000n, asset: "PLAY/6" }, "en") // "$0.05"
 */
export function formatMoney(value: Money, locale: string): string {
  const [code = "", scale = "0"] = value.asset.split("/");
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: code === "PLAY" ? "USD" : code,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: Math.max(2, Number(scale)),
  });
  // Intl formats decimal strings exactly (ECMA-402 NumberFormat v3); a JS number would not be exact.
  return format.format(`${value.amount}E-${scale}` as Intl.StringNumericLiteral);
}
