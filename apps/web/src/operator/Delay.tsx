/** @jsxImportSource preact */
import type { Balance } from "@farthing/protocol";
import { durationWords } from "../kit/dates.ts";
import { reportsMin } from "./figures.ts";
import { countOf, countWords, type Words } from "./words.ts";

interface Told {
  readonly balance: Balance;
  readonly words: Words;
}

/** How soon reports come, and how many wallets outlive a lost device. */
export function Delay({ balance, words }: Told) {
  const { delay, wallets } = words.text;
  return (
    <div class="op-pair">
      <section class="op-card" aria-labelledby="delay">
        <h2 id="delay">{delay.title}</h2>
        <p>{delayWords(balance.reports, words)}</p>
        <p class="op-soft">{delay.why}</p>
      </section>
      <section class="op-card" aria-labelledby="wallets">
        <h2 id="wallets">{wallets.title}</h2>
        <p>{walletWords(balance.wallets, words)}</p>
        <p class="op-soft">{wallets.why}</p>
      </section>
    </div>
  );
}

function delayWords({ count, delayP50, delayP90 }: Balance["reports"], words: Words): string {
  const { delay } = words.text;
  if (delayP50 === null || delayP90 === null) return delay.none;
  const took = (seconds: number) => durationWords(seconds * 1_000, words.language);
  if (count === 1) return delay.one(took(delayP50));
  if (count < reportsMin) return delay.few(countOf(count, words), took(delayP50));
  return delay.many(countWords(count, words), took(delayP50), took(delayP90));
}

function walletWords({ count, withSecondPasskey }: Balance["wallets"], words: Words): string {
  const { wallets } = words.text;
  if (count === 0) return wallets.none;
  return wallets.some(countWords(withSecondPasskey, words), countWords(count, words));
}
