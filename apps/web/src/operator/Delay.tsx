/** @jsxImportSource preact */
import type { Balance } from "@farthing/protocol";
import { durationWords } from "../kit/dates.ts";
import { reportsMin } from "./figures.ts";
import { Figure } from "./Pair.tsx";
import { countOf, countWords, shareWords, type Words } from "./words.ts";

interface Told {
  readonly balance: Balance;
  readonly words: Words;
}

/** How soon reports come, and how well wallets are looked after. */
export function Delay({ balance, words }: Told) {
  const { delay, wallets } = words.text;
  return (
    <div class="op-pair">
      <section class="op-card" aria-labelledby="delay">
        <h2 id="delay">{delay.title}</h2>
        <p>{delayWords(balance.reports, words)}</p>
        <Spread reports={balance.reports} words={words} />
        <p class="op-soft">{delay.why}</p>
      </section>
      <section class="op-card" aria-labelledby="wallets">
        <h2 id="wallets">{wallets.title}</h2>
        <Adoption wallets={balance.wallets} words={words} />
        <Scores scores={balance.wallets.scores} words={words} />
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

/** How many reports came how soon: the halves and tenths above hide a long tail. */
function Spread({
  reports,
  words,
}: {
  readonly reports: Balance["reports"];
  readonly words: Words;
}) {
  const { spread: text } = words.text;
  if (reports.count === 0) return null;
  return (
    <table class="op-small" aria-label={text.title}>
      <thead>
        <tr>
          <th scope="col">{text.within}</th>
          <th scope="col" class="op-number">
            {text.count}
          </th>
        </tr>
      </thead>
      <tbody>
        {reports.within.map(({ seconds, count }) => (
          <tr key={seconds}>
            <th scope="row">
              {seconds === null ? text.later : durationWords(seconds * 1_000, words.language)}
            </th>
            <td class="op-number">{countWords(count, words)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Adoption({
  wallets,
  words,
}: {
  readonly wallets: Balance["wallets"];
  readonly words: Words;
}) {
  const { wallets: text } = words.text;
  const { count, presets } = wallets;
  if (count === 0) return <p>{text.none}</p>;
  const shown = (part: number) =>
    `${countWords(part, words)} (${shareWords(Math.min(1, part / count), words)})`;
  return (
    <dl class="op-figures">
      <Figure name={text.all}>{countWords(count, words)}</Figure>
      <Figure name={text.second}>{shown(wallets.withSecondPasskey)}</Figure>
      <Figure name={text.codes}>{shown(wallets.withCodes)}</Figure>
      <Figure name={text.alerts}>{shown(wallets.withAlerts)}</Figure>
      <Figure name={text.password}>{shown(wallets.withPassword)}</Figure>
      <Figure name={text.totp}>{shown(wallets.withTotp)}</Figure>
      <Figure name={text.presets.careful}>{shown(presets.careful)}</Figure>
      <Figure name={text.presets.balanced}>{shown(presets.balanced)}</Figure>
      <Figure name={text.presets.convenient}>{shown(presets.convenient)}</Figure>
    </dl>
  );
}

/** How many wallets have which score: advice that nobody follows shows here. */
function Scores({
  scores,
  words,
}: {
  readonly scores: Balance["wallets"]["scores"];
  readonly words: Words;
}) {
  const { scores: text } = words.text.wallets;
  if (scores.every(({ count }) => count === 0)) return <p class="op-soft">{text.none}</p>;
  return (
    <table class="op-small">
      <caption>{text.title}</caption>
      <thead>
        <tr>
          <th scope="col">{text.score}</th>
          <th scope="col" class="op-number">
            {text.wallets}
          </th>
        </tr>
      </thead>
      <tbody>
        {scores.map(({ from, to, count }) => (
          <tr key={from}>
            <th scope="row">{from === to ? from : `${from}–${to}`}</th>
            <td class="op-number">{countWords(count, words)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={2} class="op-soft">
            {text.note}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
