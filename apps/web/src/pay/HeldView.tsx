/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import type { OpenGrantResponse } from "@farthing/protocol";
import { useState } from "preact/hooks";
import { momentWords } from "../kit/dates.ts";
import { problemWords } from "../kit/problemWords.ts";
import { failureOf } from "./flow.ts";
import { ScreenTitle } from "./ScreenTitle.tsx";
import type { Phase } from "./state.ts";
import type { Payment } from "./usePayment.ts";
import { amountWords, type Words } from "./words.ts";

/** Agreed to and held: until when, the way back, and the way out. Stays open, because it is to be read. */
export function HeldView({
  phase,
  payment,
  view,
  words,
}: {
  readonly phase: Extract<Phase, { name: "held" }>;
  readonly payment: Payment;
  readonly view: OpenGrantResponse;
  readonly words: Words;
}) {
  const { text, language } = words;
  const { name } = view.merchant;
  const [said, setSaid] = useState("");
  const cancel = () => {
    setSaid(text.hold.cancelling);
    payment.cancelHold(phase.payment).catch((error: unknown) => {
      const failure = failureOf(error);
      const why = failure.kind === "offline" ? text.notice.offline : sentence(failure, words);
      setSaid(`${text.hold.failed} ${why}`);
    });
  };
  return (
    <div class="pay-end">
      <ScreenTitle>{text.hold.title(amountWords(view.price, words), name)}</ScreenTitle>
      <p class="pay-sentence">
        {text.hold.until(momentWords(phase.until, systemClock.now(), language))}
      </p>
      {history.length > 1 ? (
        <a class="ft-button ft-button-strong pay-wide" href={phase.returnTo}>
          {text.backTo(name)}
        </a>
      ) : (
        <button
          type="button"
          class="ft-button ft-button-strong pay-wide"
          onClick={() => window.close()}
        >
          {text.closePage}
        </button>
      )}
      <button
        type="button"
        class="ft-button pay-wide"
        aria-disabled={said === text.hold.cancelling}
        onClick={cancel}
      >
        {text.hold.cancel}
      </button>
      <p class="pay-sentence" role="status">
        {said}
      </p>
    </div>
  );
}

function sentence(
  failure: Parameters<typeof problemWords>[0],
  { language }: Pick<Words, "language">,
): string {
  const { title, hint } = problemWords(failure, language);
  return `${title} ${hint}`;
}
