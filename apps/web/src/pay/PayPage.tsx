/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import mark from "../kit/mark.svg";
import { EndView } from "./EndView.tsx";
import { LimitsEditor } from "./LimitsEditor.tsx";
import { PaidView } from "./PaidView.tsx";
import { ReadyView } from "./ReadyView.tsx";
import type { Asked } from "./request.ts";
import { type Payment, usePayment } from "./usePayment.ts";
import { amountWords, type Words } from "./words.ts";

interface PageInput {
  readonly asked: Asked | null;
  readonly arrival: string;
  readonly words: Words;
}

/** The payment page: a popup, or a page on the way to the merchant and back. */
export function PayPage({ asked, arrival, words }: PageInput) {
  if (asked !== null) return <Asking asked={asked} arrival={arrival} words={words} />;
  return (
    <Frame words={words} isPlayMoney={false}>
      <EndView words={words} title={words.text.stoppedTitle} sentence={words.text.stopped.burnt} />
    </Frame>
  );
}

function Asking({ asked, arrival, words }: PageInput & { readonly asked: Asked }) {
  const payment = usePayment(asked, arrival);
  const { view, phase } = payment.state;
  const { text } = words;
  const title =
    view === null ? text.waiting : text.title(amountWords(view.price, words), view.merchant.name);
  useEffect(() => {
    document.title = `${title} · Farthing`;
  }, [title]);
  return (
    <Frame words={words} isPlayMoney={view?.mode === "sandbox"}>
      <div class="pay-phase" key={screenOf(phase.name)}>
        <PhaseView payment={payment} words={words} />
      </div>
    </Frame>
  );
}

/** Asking, passkey and paying happen on one screen, so that nothing moves under the finger. */
function screenOf(phase: string): string {
  return ["ready", "passkey", "paying"].includes(phase) ? "ready" : phase;
}

function PhaseView({ payment, words }: { readonly payment: Payment; readonly words: Words }) {
  const { state, askAgain, reopen } = payment;
  const { view, phase } = state;
  const { text } = words;
  if (phase.name === "stopped") return <Stopped payment={payment} words={words} />;
  if (phase.name === "waiting" || view === null) return <Waiting text={text.waiting} />;
  switch (phase.name) {
    case "editing":
      return <LimitsEditor payment={payment} view={view} words={words} />;
    case "paid":
      return <PaidView phase={phase} view={view} words={words} />;
    case "unknown":
      return (
        <EndView
          words={words}
          title={text.unknownTitle}
          sentence={text.unknown}
          next={{ label: text.askAgain, act: askAgain }}
        />
      );
    case "declined":
      return (
        <EndView
          words={words}
          title={text.declinedTitle}
          sentence={`${text.declined[phase.reason]} ${text.nothingCharged}`}
          {...(phase.reason === "insufficient-balance"
            ? { next: { label: text.openWallet, href: "/" } }
            : {})}
        />
      );
    case "ready":
    case "passkey":
    case "paying":
      return <ReadyView payment={payment} view={view} words={words} reopen={reopen} />;
  }
}

function Stopped({ payment, words }: { readonly payment: Payment; readonly words: Words }) {
  const { phase } = payment.state;
  const { text } = words;
  if (phase.name !== "stopped") return null;
  const { why } = phase;
  if (typeof why === "string") {
    return (
      <EndView
        words={words}
        title={text.stoppedTitle}
        sentence={text.stopped[why]}
        {...(why === "unreached" ? { next: { label: text.tryAgain, act: payment.reopen } } : {})}
      />
    );
  }
  const { title, hint } = text.problems[why.code] ?? why;
  return <EndView words={words} title={text.stoppedTitle} sentence={`${title} ${hint}`} />;
}

function Waiting({ text }: { readonly text: string }) {
  return (
    <div class="pay-waiting">
      <div class="ft-spinner" aria-hidden="true" />
      <h1 class="pay-quiet">{text}</h1>
    </div>
  );
}

function Frame({
  words,
  isPlayMoney,
  children,
}: {
  readonly words: Words;
  readonly isPlayMoney: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="pay-frame">
      <header class="pay-head">
        <span class="ft-brand">
          <img src={mark} alt="" width="28" height="28" />
          Farthing
        </span>
        {isPlayMoney && <span class="ft-play-money">{words.text.playMoney}</span>}
      </header>
      <main class="pay-main">{children}</main>
    </div>
  );
}
