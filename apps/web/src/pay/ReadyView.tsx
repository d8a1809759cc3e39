/** @jsxImportSource preact */
import type { OpenGrantResponse } from "@farthing/protocol";
import { systemClock } from "@farthing/core";
import { durationWords, momentWords } from "../kit/dates.ts";
import { Choices } from "./Choices.tsx";
import { BillDue, LaterNote } from "./PayLater.tsx";
import { NextTime } from "./NextTime.tsx";
import { ScreenTitle } from "./ScreenTitle.tsx";
import { TopUp } from "./TopUp.tsx";
import type { Payment } from "./usePayment.ts";
import { isOverLine, isShort, whyAsked } from "./whyAsked.ts";
import { amountWords, type Words } from "./words.ts";

export interface ReadyInput {
  readonly payment: Payment;
  readonly view: OpenGrantResponse;
  readonly words: Words;
}

/** What is asked, why, and the choices: rule 24's first page. */
export function ReadyView({ reopen, ...input }: ReadyInput & { readonly reopen: () => void }) {
  const { view, words } = input;
  const { text } = words;
  return (
    <>
      <ScreenTitle>{text.title(amountWords(view.price, words), view.merchant.name)}</ScreenTitle>
      <Article {...input} />
      {view.payLater?.state !== "due" && (
        <p class="pay-why">
          {input.payment.state.aim === "buy"
            ? text.notOwned(amountWords(view.price, words))
            : whySentence(view, words)}
        </p>
      )}
      {view.holdMs !== null && (
        <p class="pay-hold" id="hold">
          {text.hold.before(durationWords(view.holdMs, words.language))}
        </p>
      )}
      <From {...input} />
      {view.payLater?.state === "due" ? (
        <BillDue {...input} bill={view.payLater.bill} />
      ) : isShort(view) ? (
        <TopUp view={view} words={words} done={reopen} />
      ) : (
        <>
          <Choices {...input} />
          <LaterNote {...input} />
          <NextTime {...input} />
        </>
      )}
      <Links {...input} />
    </>
  );
}

/** What is sold, and whose page asks. */
export function Article({ view }: Pick<ReadyInput, "view">) {
  return (
    <p class="pay-article">
      <span class="pay-article-title">{view.title}</span>
      <span class="pay-origin">{new URL(view.merchant.origin).host}</span>
    </p>
  );
}

function whySentence(view: OpenGrantResponse, words: Words): string {
  const { text, language } = words;
  const why = whyAsked(view);
  const { standing } = view;
  const line = {
    "over-per-click": standing?.perClick,
    "over-24h": standing?.left24h,
    "over-total": standing?.leftTotal,
  };
  const amount = Object.entries(line).find(([name]) => name === why)?.[1] ?? view.price;
  const sentence = text.why[why](amountWords(view.price, words), amountWords(amount, words));
  if (why !== "over-24h" || !standing?.moreAt) return sentence;
  return `${sentence} ${text.moreAt(momentWords(standing.moreAt, systemClock.now(), language))}`;
}

/** Whose money it is (rule 11), or how a wallet comes to be. */
function From({ payment, view, words }: ReadyInput) {
  const { text } = words;
  if (view.wallet === null) {
    return <p class="pay-from">{payment.state.way === "create" ? text.newHere : text.usingMine}</p>;
  }
  return <Who payment={payment} words={words} sentence={text.payingFrom(view.wallet.name)} />;
}

/** Who is signed in here, and the way out for somebody else (rule 11). */
export function Who({
  payment,
  words,
  sentence,
}: Pick<ReadyInput, "payment" | "words"> & { readonly sentence: string }) {
  return (
    <p class="pay-from">
      {sentence}{" "}
      <button type="button" class="ft-link" onClick={payment.notMe}>
        {words.text.notYou}
      </button>
    </p>
  );
}

function Links({ payment, view, words }: ReadyInput) {
  const { text } = words;
  const { state, dispatch, cancel } = payment;
  const other = state.way === "create" ? "get" : "create";
  const links = [
    ...(view.wallet === null
      ? [
          {
            label: other === "get" ? text.haveWallet : text.newWallet,
            act: () => dispatch({ name: "way", way: other }),
          },
        ]
      : []),
    ...(view.mayEnrol &&
    view.payLater?.state !== "due" &&
    !isShort(view) &&
    !state.everyTime &&
    !isOverLine(view, state)
      ? [{ label: text.changeLimits, act: () => dispatch({ name: "edit", raise: false }) }]
      : []),
    { label: text.cancel, act: cancel },
  ];
  return (
    <ul class="pay-links">
      {links.map(({ label, act }) => (
        <li key={label}>
          <button type="button" class="ft-link" onClick={act}>
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
