/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import mark from "../kit/mark.svg";
import { declinedSentence } from "./declinedSentence.ts";
import { EndView } from "./EndView.tsx";
import { HeldView } from "./HeldView.tsx";
import { LimitsEditor } from "./LimitsEditor.tsx";
import { PaidView } from "./PaidView.tsx";
import { ReadyView } from "./ReadyView.tsx";
import { OpenView } from "./OpenView.tsx";
import type { Asked, readAsked } from "./request.ts";
import { StopView } from "./StopView.tsx";
import type { PayState } from "./state.ts";
import { stopWords } from "./stopWords.ts";
import { type Payment, usePayment } from "./usePayment.ts";
import { amountWords, type Words } from "./words.ts";

interface PageInput {
  readonly asked: ReturnType<typeof readAsked>;
  readonly arrival: string;
  readonly words: Words;
}

/** The payment page: a popup, or a page on the way to the merchant and back. */
export function PayPage({ asked, arrival, words }: PageInput) {
  if (typeof asked !== "string") return <Asking asked={asked} arrival={arrival} words={words} />;
  return (
    <Frame words={words} isPlayMoney={false}>
      <StopView why={asked} words={words} />
    </Frame>
  );
}

function Asking({ asked, arrival, words }: PageInput & { readonly asked: Asked }) {
  const payment = usePayment(asked, arrival);
  const { view, phase, aim } = payment.state;
  const title = titleOf(payment.state, words);
  useEffect(() => {
    document.title = `${title} · Farthing`;
  }, [title]);
  return (
    <Frame words={words} isPlayMoney={view?.mode === "sandbox"}>
      <div class="pay-phase" key={screenOf(phase.name, aim)}>
        <PhaseView payment={payment} words={words} />
      </div>
    </Frame>
  );
}

function titleOf({ view, aim, phase }: PayState, words: Words): string {
  const { text } = words;
  if (phase.name === "stopped") return stopWords(phase.why, words).title;
  if (view === null) return text.waiting;
  if (aim === "open") return (view?.owned ? text.open.owned : text.open).title;
  return text.title(amountWords(view.price, words), view.merchant.name);
}

/** Asking, passkey and paying happen on one screen, so that nothing moves under the finger. */
function screenOf(phase: string, aim: string): string {
  return ["ready", "passkey", "paying"].includes(phase) ? `ready ${aim}` : phase;
}

function PhaseView({ payment, words }: { readonly payment: Payment; readonly words: Words }) {
  const { state, askAgain, reopen } = payment;
  const { view, phase } = state;
  const { text } = words;
  if (phase.name === "stopped")
    return <StopView why={phase.why} words={words} retry={payment.reopen} />;
  if (phase.name === "waiting" || view === null) return <Waiting text={text.waiting} />;
  switch (phase.name) {
    case "editing":
      return <LimitsEditor payment={payment} view={view} words={words} raise={phase.raise} />;
    case "paid":
      return <PaidView phase={phase} view={view} words={words} />;
    case "held":
      return <HeldView phase={phase} payment={payment} view={view} words={words} />;
    case "released":
      return <EndView words={words} title={text.declinedTitle} sentence={text.hold.cancelled} />;
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
          sentence={declinedSentence(phase, words, systemClock.now())}
          {...(phase.reason === "insufficient-balance"
            ? { next: { label: text.openWallet, href: "/" } }
            : {})}
        />
      );
    case "ready":
    case "passkey":
    case "paying":
      return state.aim === "open" ? (
        <OpenView payment={payment} view={view} words={words} />
      ) : (
        <ReadyView payment={payment} view={view} words={words} reopen={reopen} />
      );
  }
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
