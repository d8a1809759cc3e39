/** @jsxImportSource preact */
import type { Balance, BalanceSums } from "@farthing/protocol";
import { dayWordsUtc } from "../kit/dates.ts";
import { dayLines } from "./dayLines.ts";
import { paymentsMin, timesMin } from "./figures.ts";
import { type Line, SumsTable } from "./SumsTable.tsx";
import { moneyWords, type Words } from "./words.ts";

interface Told {
  readonly balance: Balance;
  readonly words: Words;
}

/** Where the friction and the loss were: when, at what price, at whom. */
export function Tables({ balance, words }: Told) {
  const { tables: text } = words.text;
  return (
    <>
      <SumsTable title={text.byDay} of={text.day} lines={daysOf(balance, words)} words={words} />
      <SumsTable title={text.byTier} of={text.tier} lines={tiersOf(balance, words)} words={words} />
      <SumsTable
        title={text.byMerchant}
        of={text.merchant}
        lines={merchantsOf(balance)}
        words={words}
      />
      <p class="op-soft op-small">{text.note(paymentsMin, timesMin)}</p>
    </>
  );
}

function daysOf({ days }: Balance, { text, language }: Words): Line[] {
  return dayLines(days).map((line) =>
    line.kind === "day"
      ? { key: String(line.day), name: dayWordsUtc(line.day, language), sums: line.sums }
      : { key: String(line.day), name: text.tables.quiet(line.count), sums: null },
  );
}

function tiersOf({ tiers }: Balance, words: Words): Line[] {
  const { tables: text } = words.text;
  const name = (upTo: BalanceSums["amount"] | null, at: number): string => {
    const below = tiers[at - 1]?.upTo;
    if (upTo !== null) return text.upTo(moneyWords(upTo, words));
    return below ? text.above(moneyWords(below, words)) : "";
  };
  return tiers.map((sums, at) => ({ key: String(at), name: name(sums.upTo, at), sums }));
}

/** Those who were paid most often first. */
function merchantsOf({ merchants }: Balance): Line[] {
  return merchants
    .toSorted((a, b) => b.payments - a.payments)
    .map(({ merchant, name, ...sums }) => ({
      key: merchant,
      name: name === "" ? merchant : name,
      sums,
    }));
}
