/** @jsxImportSource preact */
import type { ReadyInput } from "./ReadyView.tsx";
import type { Choice, Notice, Phase } from "./state.ts";
import { useArmed } from "./useArmed.ts";
import type { PayText } from "./text/en.ts";

/** The honest choices, equal in size (rule 2), and what became of the last press below them. */
export function Choices({ payment, view, words }: ReadyInput) {
  const { text } = words;
  const { phase } = payment.state;
  const armed = useArmed(phase.name) && phase.name === "ready";
  const press = (choice: Choice) => (event: MouseEvent) => {
    if (phase.name !== "ready" || !event.isTrusted) return;
    // Not `disabled`: the button keeps the focus, and a press that comes too soon gets an answer.
    if (!armed || event.detail > 1) payment.dispatch({ name: "pressed-too-soon" });
    else payment.pay(choice);
  };
  const main: Choice = view.mayEnrol ? "allow" : "once";
  return (
    <>
      <div class="pay-choices">
        <button
          type="button"
          class="ft-button ft-button-strong pay-choice"
          aria-disabled={!armed}
          aria-describedby="next-time"
          onClick={press(main)}
        >
          {text.allow}
        </button>
        {view.mayEnrol && (
          <button
            type="button"
            class="ft-button pay-choice"
            aria-disabled={!armed}
            onClick={press("once")}
          >
            {text.once}
          </button>
        )}
      </div>
      <p class="pay-status" role="status" data-phase={phase.name}>
        {statusWords(phase, text)}
      </p>
    </>
  );
}

function statusWords(phase: Phase, text: PayText): string {
  if (phase.name === "passkey") return text.passkeyRunning;
  if (phase.name === "paying") return `${text.paying} ${text.doNotClose}`;
  return phase.name === "ready" && phase.notice !== null ? noticeWords(phase.notice, text) : "";
}

function noticeWords(notice: Notice, text: PayText): string {
  if (typeof notice === "string") return text.notice[notice];
  if (notice.kind === "offline") return text.notice.offline;
  const { title, hint } = text.problems[notice.code] ?? notice;
  const charged = title.includes(text.nothingCharged) ? "" : text.nothingCharged;
  return [title, hint, charged].filter((part) => part !== "").join(" ");
}
