/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { Phase } from "./state.ts";
import { noticeWords } from "./stopWords.ts";
import { useArmed } from "./useArmed.ts";
import type { Payment } from "./usePayment.ts";
import type { Words } from "./words.ts";

export interface PressChoice {
  readonly label: string;
  readonly act: () => void;
  readonly isStrong?: boolean;
  /** Id of the text that says what this agrees to. */
  readonly describedBy?: string;
  readonly hasFocus?: boolean;
}

/** Buttons of equal size that count only when armed (rules 2 and 11), and what became of the last press below them. */
export function Press({
  payment,
  words,
  choices,
}: {
  readonly payment: Payment;
  readonly words: Words;
  readonly choices: readonly PressChoice[];
}) {
  const { phase } = payment.state;
  const armed = useArmed(phase.name) && phase.name === "ready";
  const wanted = useRef<HTMLButtonElement>(null);
  // After the title took the focus: effects of what stands above run first.
  useEffect(() => wanted.current?.focus(), []);
  const press = (act: () => void) => (event: MouseEvent) => {
    if (phase.name !== "ready" || !event.isTrusted) return;
    // Not `disabled`: the button keeps the focus, and a press that comes too soon gets an answer.
    if (!armed || event.detail > 1) payment.dispatch({ name: "pressed-too-soon" });
    else act();
  };
  return (
    <>
      <div class="pay-choices">
        {choices.map(({ label, act, isStrong, describedBy, hasFocus }, at) => (
          <button
            key={at}
            type="button"
            class={`ft-button pay-choice${isStrong === true ? " ft-button-strong" : ""}`}
            aria-disabled={!armed}
            onClick={press(act)}
            {...(hasFocus === true && { ref: wanted })}
            {...(describedBy !== undefined && { "aria-describedby": describedBy })}
          >
            {label}
          </button>
        ))}
      </div>
      <p class="pay-status" role="status" data-phase={phase.name}>
        {statusWords(phase, words)}
      </p>
    </>
  );
}

function statusWords(phase: Phase, words: Words): string {
  const { text } = words;
  if (phase.name === "passkey") return text.passkeyRunning;
  if (phase.name === "paying") return `${text.paying} ${text.doNotClose}`;
  return phase.name === "ready" && phase.notice !== null ? noticeWords(phase.notice, words) : "";
}
