/** @jsxImportSource preact */
import type { BalanceSums } from "@farthing/protocol";
import { givenUp, type Rates, ratesOf, timesOf } from "./figures.ts";
import {
  basisPointWords,
  countWords,
  moneyWords,
  rateWords,
  secondWords,
  type Words,
} from "./words.ts";

/** One line: whose sums they are; `sums` null: nothing happened there. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly sums: BalanceSums | null;
}

interface Column {
  readonly name: keyof Words["text"]["tables"]["columns"];
  /** Null: there is no rate. */
  readonly show: (sums: BalanceSums, rates: Rates, words: Words) => string | null;
}

const whole: Column[] = [
  { name: "payments", show: ({ payments }, _, words) => countWords(payments, words) },
  { name: "paid", show: ({ amount }, _, words) => moneyWords(amount, words) },
];
const time = (name: "half" | "most"): Column => ({
  name,
  show: (sums, _, words) => {
    const times = timesOf(sums);
    return times === null ? null : secondWords(times[name], words);
  },
});
const friction: Column[] = [
  { name: "asked", show: ({ asked }, _, words) => countWords(asked, words) },
  {
    name: "per100",
    show: (_, { asked }, words) => (asked === null ? null : rateWords(asked, words)),
  },
  { name: "givenUp", show: (sums, _, words) => countWords(givenUp(sums), words) },
  time("half"),
  time("most"),
  { name: "oneClick", show: ({ unasked }, _, words) => countWords(unasked, words) },
  { name: "declined", show: ({ declined }, _, words) => countWords(declined, words) },
];
const loss: Column[] = [
  { name: "reported", show: ({ fraudReported }, _, words) => moneyWords(fraudReported, words) },
  {
    name: "basisPoints",
    show: (_, { reported }, words) => (reported === null ? null : basisPointWords(reported, words)),
  },
  { name: "refunded", show: ({ refunded }, _, words) => moneyWords(refunded, words) },
  { name: "undone", show: ({ undone }, _, words) => moneyWords(undone, words) },
  { name: "madeWhole", show: ({ madeWhole }, _, words) => moneyWords(madeWhole, words) },
  { name: "tabLost", show: ({ tabLost }, _, words) => moneyWords(tabLost, words) },
  { name: "tabBorne", show: ({ tabBorne }, _, words) => moneyWords(tabBorne, words) },
];

/** Friction and loss, line by line. A narrow page scrolls the table inside its own box. */
export function SumsTable({
  title,
  of,
  lines,
  words,
}: {
  readonly title: string;
  /** What a line is: the heading of the first column. */
  readonly of: string;
  readonly lines: readonly Line[];
  readonly words: Words;
}) {
  const { text } = words;
  const columns = [...whole, ...friction, ...loss];
  return (
    <section class="op-card op-table-card">
      <h2>{title}</h2>
      {lines.length === 0 ? (
        <p class="op-soft">{text.tables.noMerchants}</p>
      ) : (
        // Takes the focus, so that arrow keys can scroll it.
        <div class="op-scroll" role="region" aria-label={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th colSpan={1 + whole.length} aria-hidden="true" />
                <th scope="colgroup" colSpan={friction.length}>
                  {text.friction.title}
                </th>
                <th scope="colgroup" colSpan={loss.length}>
                  {text.loss.title}
                </th>
              </tr>
              <tr>
                <th scope="col">{of}</th>
                {columns.map(({ name }) => (
                  <th key={name} scope="col">
                    {text.tables.columns[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <SumsRow key={line.key} line={line} columns={columns} words={words} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function SumsRow({
  line,
  columns,
  words,
}: {
  readonly line: Line;
  readonly columns: readonly Column[];
  readonly words: Words;
}) {
  const { name, sums } = line;
  if (sums === null) {
    return (
      <tr class="op-quiet">
        <th scope="row" colSpan={1 + columns.length}>
          {name}
        </th>
      </tr>
    );
  }
  const rates = ratesOf(sums);
  return (
    <tr>
      <th scope="row">{name}</th>
      {columns.map((column) => (
        <td key={column.name} class="op-number">
          {column.show(sums, rates, words) ?? <NoRate words={words} />}
        </td>
      ))}
    </tr>
  );
}

function NoRate({ words }: { readonly words: Words }) {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span class="ft-unseen">{words.text.tables.noRate}</span>
    </>
  );
}
