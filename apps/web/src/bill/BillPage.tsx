/** @jsxImportSource preact */
import { systemClock, type WireMoney } from "@farthing/core";
import type { Bill, BillItem } from "@farthing/protocol";
import { useState } from "preact/hooks";
import { momentWords } from "../kit/dates.ts";
import type { Language } from "../kit/language.ts";
import mark from "../kit/mark.svg";
import { showMoney } from "../kit/money.ts";
import { problemWords } from "../kit/problemWords.ts";
import { Acts } from "./Acts.tsx";
import { Report } from "./Report.tsx";
import type { BillText } from "./text/en.ts";
import { type BillState, type Notice, useBill } from "./useBill.ts";

/** The page's words in the reader's language. */
export interface Words {
  readonly text: BillText;
  readonly language: Language;
}

/** What a guest owes, by site, and the ways on: pay, stop, report (rule 21). */
export function BillPage({ words }: { readonly words: Words }) {
  const state = useBill();
  const { bill } = state;
  return (
    <div class="pay-frame">
      <header class="pay-head">
        <span class="ft-brand">
          <img src={mark} alt="" width="28" height="28" />
          Farthing
        </span>
        {bill?.mode === "sandbox" && <span class="ft-play-money">{words.text.playMoney}</span>}
      </header>
      <main class="pay-main">
        <h1 class="pay-title">{words.text.title}</h1>
        {bill === null ? (
          <Loading state={state} words={words} />
        ) : (
          <Whole state={state} bill={bill} words={words} />
        )}
      </main>
    </div>
  );
}

function Loading({ state, words }: { readonly state: BillState; readonly words: Words }) {
  const { text } = words;
  if (state.notice === null) return <p class="pay-sentence">{text.loading}</p>;
  return (
    <>
      <p class="pay-status" role="alert">
        {noticeWords(state.notice, words)}
      </p>
      <button type="button" class="ft-button ft-button-strong pay-wide" onClick={state.reload}>
        {text.tryAgain}
      </button>
    </>
  );
}

interface WholeInput {
  readonly state: BillState;
  readonly bill: Bill;
  readonly words: Words;
}

function Whole({ state, bill, words }: WholeInput) {
  const { text } = words;
  return (
    <>
      <p class="pay-sentence">{standWords(bill, words)}</p>
      {bill.state !== "none" && !bill.movedOn && <p class="pay-from">{text.kept}</p>}
      <p class="pay-status" role="status">
        {state.notice === null ? "" : noticeWords(state.notice, words)}
      </p>
      {bySite(bill.items).map(([merchant, items]) => (
        <Site key={merchant} merchant={merchant} items={items} state={state} words={words} />
      ))}
      <Acts state={state} bill={bill} words={words} />
    </>
  );
}

function standWords(
  { state, bill, items, settledBefore, movedOn }: Bill,
  { text, language }: Words,
): string {
  const [owed, line] = [showMoney(bill.owed, language), showMoney(bill.line, language)];
  if (state === "none") return `${text.none} ${text.noneHint}`;
  if (items.length === 0) {
    if (movedOn) return `${text.paid} ${text.moved}`;
    const next = settledBefore && state === "open" ? ` ${text.raised(line)}` : "";
    return `${text.paid}${state === "closed" ? ` ${text.closed}` : next}`;
  }
  if (state === "due") return text.due(owed);
  return `${text.owed(owed, line)}${state === "closed" ? ` ${text.closed}` : ""}`;
}

function Site({
  merchant,
  items,
  state,
  words,
}: {
  readonly merchant: string;
  readonly items: readonly BillItem[];
  readonly state: BillState;
  readonly words: Words;
}) {
  return (
    <section>
      <h2 class="bill-site">
        {words.text.bySite(merchant, showMoney(sumOf(items), words.language))}
      </h2>
      <ul class="bill-items">
        {items.map((item) => (
          <Item key={item.payment} item={item} state={state} words={words} />
        ))}
      </ul>
    </section>
  );
}

function Item({
  item,
  state,
  words,
}: {
  readonly item: BillItem;
  readonly state: BillState;
  readonly words: Words;
}) {
  const { text, language } = words;
  const [isReporting, setReporting] = useState(false);
  return (
    <li class="bill-item">
      <div class="bill-line">
        <a href={item.resource}>{item.title}</a>
        <span>{showMoney(item.amount, language)}</span>
      </div>
      <div class="bill-more">
        <span>{momentWords(item.at, systemClock.now(), language)}</span>
        {item.report === null && !isReporting && (
          <button
            type="button"
            class="ft-link"
            aria-label={`${text.report}: ${item.title}`}
            onClick={() => setReporting(true)}
          >
            {text.report}
          </button>
        )}
      </div>
      {item.report !== null && <p class="pay-from">{text.reported}</p>}
      {item.report === null && isReporting && (
        <Report item={item} state={state} words={words} close={() => setReporting(false)} />
      )}
    </li>
  );
}

function bySite(items: readonly BillItem[]): [string, BillItem[]][] {
  return [...Map.groupBy(items, ({ merchant }) => merchant)];
}

function sumOf(items: readonly BillItem[]): WireMoney {
  const amount = items.reduce((sum, item) => sum + BigInt(item.amount.amount), 0n);
  return { amount: amount.toString(), asset: items[0]?.amount.asset ?? "PLAY/6" };
}

function noticeWords(notice: Notice, { text, language }: Words): string {
  if (notice === "paying") return text.paying;
  if (notice === "cancelled") return text.cancelled;
  if (notice === "took-off") return text.takenOff;
  if (notice === "asked") return text.reported;
  if (notice === "paid") return "";
  if (notice.kind === "offline") return text.failed;
  const { title, hint } = problemWords(notice, language);
  return `${title} ${hint}`;
}
