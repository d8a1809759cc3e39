/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import type { Balance, BalanceSums } from "@farthing/protocol";
import type { ComponentChildren } from "preact";
import {
  givenUp,
  noneStillAllows,
  paymentsMin,
  ratesOf,
  ripeness,
  type Share,
  timesMin,
  timesOf,
} from "./figures.ts";
import {
  basisPointWords,
  boundsWords,
  countOf,
  countWords,
  moneyWords,
  rateWords,
  secondWords,
  shareWords,
  type Words,
} from "./words.ts";

interface Side {
  readonly sums: BalanceSums;
  readonly words: Words;
}

/** Friction and loss: one is never shown without the other. */
export function Pair({ balance, words }: { readonly balance: Balance; readonly words: Words }) {
  const { all: sums } = balance;
  return (
    <div class="op-pair">
      <Friction sums={sums} words={words} />
      <Loss sums={sums} balance={balance} words={words} />
    </div>
  );
}

function Friction({ sums, words }: Side) {
  const { friction: text } = words.text;
  const { payments, asked, unasked, declined, notEnough, paidAfterAll } = sums;
  const { interrupted, gestures, ...rates } = ratesOf(sums);
  const count = (value: number) => countWords(value, words);
  const withShare = (part: string, share: Share | null) =>
    share === null
      ? part
      : `${shareWords(share.share, words)} (${part}; ${text.bounds(boundsWords(share, words))})`;
  return (
    <section class="op-card op-side" aria-labelledby="friction">
      <h2 id="friction">{text.title}</h2>
      <p class="op-soft">{text.lead}</p>
      <Big
        value={rates.asked === null ? null : rateWords(rates.asked, words)}
        sums={sums}
        words={words}
      >
        {text.per100}
      </Big>
      <p>{text.of(countOf(asked, words), countOf(payments, words))}</p>
      {interrupted !== null && gestures !== null && (
        <p>
          {text.interrupted(shareWords(interrupted.share, words), boundsWords(interrupted, words))}{" "}
          {text.gestures(rateWords(gestures, words))}
        </p>
      )}
      <p>{timeWords(sums, words)}</p>
      <dl class="op-figures">
        <Figure name={text.givenUp}>{withShare(count(givenUp(sums)), rates.givenUp)}</Figure>
        <Figure name={text.cancelled}>{count(sums.cancelled)}</Figure>
        <Figure name={text.failed}>{count(sums.failed)}</Figure>
        <Figure name={text.abandoned}>{count(sums.abandoned)}</Figure>
        <Figure name={text.notEnough}>{text.after(count(notEnough), count(paidAfterAll))}</Figure>
        <Figure name={text.oneClick}>
          {withShare(text.part(count(unasked), count(payments)), rates.oneClick)}
        </Figure>
        <Figure name={text.declined}>{withShare(count(declined), rates.declined)}</Figure>
      </dl>
    </section>
  );
}

function timeWords(sums: BalanceSums, words: Words): string {
  const { friction: text } = words.text;
  const times = timesOf(sums);
  const known = countOf(sums.seconds.count, words);
  if (times === null) return text.timeTooFew(known, timesMin);
  return text.times(secondWords(times.half, words), secondWords(times.most, words));
}

function Loss({ sums, balance, words }: Side & { readonly balance: Balance }) {
  const { loss: text } = words.text;
  const { reported, reportedShare } = ratesOf(sums);
  const allows = noneStillAllows(sums.payments);
  const money = (wire: BalanceSums["amount"]) => moneyWords(wire, words);
  const isNone = sums.fraudReported.amount === "0";
  return (
    <section class="op-card op-side" aria-labelledby="loss">
      <h2 id="loss">{text.title}</h2>
      <p class="op-soft">{text.lead}</p>
      {isNone && allows !== null ? (
        <>
          <p class="op-verdict">{text.none}</p>
          <p>{text.noneOf(countOf(sums.payments, words), shareWords(allows, words))}</p>
        </>
      ) : (
        <>
          <Big
            value={reported === null ? null : basisPointWords(reported, words)}
            sums={sums}
            words={words}
          >
            {text.reported}
          </Big>
          <p>{text.of(money(sums.fraudReported), money(sums.amount))}</p>
          {reportedShare !== null && (
            <p>
              {text.share(
                countWords(sums.reported, words),
                shareWords(reportedShare.share, words),
                boundsWords(reportedShare, words),
              )}
            </p>
          )}
        </>
      )}
      <p>{ripeWords(balance, words)}</p>
      <dl class="op-figures">
        <Figure name={text.back}>{money(sums.fraudRefunded)}</Figure>
        <Figure name={text.refunded}>{money(sums.refunded)}</Figure>
        <Figure name={text.undone}>{money(sums.undone)}</Figure>
        <Figure name={text.madeWhole}>{money(sums.madeWhole)}</Figure>
        <Figure name={text.tabLost}>{money(sums.tabLost)}</Figure>
        <Figure name={text.tabBorne}>{money(sums.tabBorne)}</Figure>
      </dl>
    </section>
  );
}

function ripeWords(balance: Balance, words: Words): string {
  const { loss: text } = words.text;
  const ripe = ripeness(balance, systemClock.now());
  return ripe === null ? text.ripeUnknown : text.ripe(shareWords(ripe, words));
}

/** The one rate of a side; where there are too few payments for one, that is what stands there. */
function Big({
  value,
  sums,
  words,
  children,
}: Side & { readonly value: string | null; readonly children: ComponentChildren }) {
  const { text } = words;
  if (value === null) {
    return (
      <p class="op-verdict">
        {text.tooFew(countOf(sums.payments, words))}
        <small>{text.tooFewWhy(paymentsMin)}</small>
      </p>
    );
  }
  return (
    <p class="op-big">
      <strong>{value}</strong> <span>{children}</span>
    </p>
  );
}

/** One figure under a side's rate. */
export function Figure(figure: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{figure.name}</dt>
      <dd class="op-number">{figure.children}</dd>
    </div>
  );
}
