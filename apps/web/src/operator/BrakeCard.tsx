/** @jsxImportSource preact */
import type { Balance } from "@farthing/protocol";
import { momentWords } from "../kit/dates.ts";
import { basisPointWords, moneyWords, type Words } from "./words.ts";

/** Fraud by value over 90 days, what follows from it for every click, and when it last changed. */
export function BrakeCard({
  brake,
  now,
  words,
}: {
  readonly brake: Balance["brake"];
  readonly now: number;
  readonly words: Words;
}) {
  const { text, language } = words;
  const told = text.brake;
  const { basisPoints, line, letGoAt, changes } = brake;
  const above = moneyWords(brake.clicksAbove, words);
  const names = told.names(above);
  const moment = (at: number) => momentWords(at, now, language);
  const points = (value: number) => basisPointWords(value, words);
  return (
    <section class="op-card" aria-labelledby="brake">
      <h2 id="brake">{told.title}</h2>
      <p>{told.states(above)[brake.state]}</p>
      <p>
        {basisPoints === null
          ? told.notMeasured
          : told.rate(basisPoints === 0 ? "0" : points(basisPoints), points(line))}
      </p>
      {letGoAt !== null && <p>{told.letGo(moment(letGoAt))}</p>}
      {changes.length > 0 && (
        <ul class="op-soft">
          {changes.map(({ at, state, basisPoints: rate }) => (
            <li key={at}>{told.change(moment(at), names[state], points(rate))}</li>
          ))}
        </ul>
      )}
      <p class="op-soft">{told.why(moneyWords(brake.volumeMin, words))}</p>
    </section>
  );
}
