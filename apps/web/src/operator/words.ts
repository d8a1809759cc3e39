import type { WireMoney } from "@farthing/core";
import type { Language } from "../kit/language.ts";
import { showMoney } from "../kit/money.ts";
import type { Share } from "./figures.ts";
import type { Counted, OperatorText } from "./text/en.ts";

/** The page's words in the reader's language. */
export interface Words {
  readonly text: OperatorText;
  readonly language: Language;
}

/** Money as every screen shows it. */
export function moneyWords(wire: WireMoney, { language }: Words): string {
  return showMoney(wire, language);
}

function show(value: number, { language }: Words, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language, options).format(value);
}

/** A whole number in the reader's digits: `1,250`. */
export function countWords(count: number, words: Words): string {
  return show(count, words);
}

/** The same with the number itself, for texts that know one from many. */
export function countOf(count: number, words: Words): Counted {
  return { count, shown: countWords(count, words) };
}

/** `21.4`, to one place. */
export function rateWords(rate: number, words: Words): string {
  return show(rate, words, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** Seconds to two digits: `0.24 sec`, `12 sec`. */
export function secondWords(seconds: number, words: Words): string {
  return show(seconds, words, {
    style: "unit",
    unit: "second",
    unitDisplay: "short",
    maximumSignificantDigits: 2,
  });
}

/** A part of 1 as `82.1%`, in German `82,1 %`; a rare one to two digits: `0.041%`. */
export function shareWords(share: number, words: Words): string {
  const digits = share < 0.01 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 };
  return show(share, words, { style: "percent", ...digits });
}

/** The bounds of a share at 95 %: `17.5% – 34.3%`. */
export function boundsWords({ low, high }: Share, words: Words): string {
  return `${shareWords(low, words)} – ${shareWords(high, words)}`;
}

/** Basis points to two places; what rounds to nothing is not nothing: `<0.01`. */
export function basisPointWords(points: number, words: Words): string {
  const shown = (value: number) => show(value, words, { maximumFractionDigits: 2 });
  return points < 0.01 ? `<${shown(0.01)}` : shown(points);
}
