/** @jsxImportSource preact */
import { type DecisionRequest, evidenceLengthMax } from "@farthing/protocol";
import { useRef, useState } from "preact/hooks";
import { decide } from "./api.ts";
import { Confirm } from "./Confirm.tsx";
import type { ReportProps } from "./ReportCard.tsx";
import { reportWords } from "./reportWords.ts";
import { useDeed } from "./useDeed.ts";

type Outcome = DecisionRequest["outcome"];

const outcomes: readonly Outcome[] = ["refund", "stands"];

/** A reason, one of two outcomes, and what it does before it is done. */
export function Decision(props: ReportProps & { readonly amount: string }) {
  const { report, words } = props;
  const { reports: text } = words.text;
  const id = `why-${report.payment}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const [why, setWhy] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [wish, setWish] = useState<Outcome | null>(null);
  const choose = (outcome: Outcome) => {
    const hasReason = why.trim() !== "";
    setMissing(!hasReason);
    if (hasReason) setWish(outcome);
    else field.current?.focus();
  };
  const reconsider = () => {
    setWish(null);
    field.current?.focus();
  };
  return (
    <div class="op-decision">
      <label class="op-label" for={id}>
        {text.why}
      </label>
      <p id={`${id}-hint`} class="op-soft op-small">
        {text.whyHint}
      </p>
      <textarea
        id={id}
        class="op-field"
        rows={3}
        required
        maxLength={evidenceLengthMax}
        value={why}
        // What was confirmed is what is sent.
        readOnly={wish !== null}
        ref={field}
        aria-invalid={isMissing && why.trim() === ""}
        aria-describedby={`${id}-hint ${id}-fault`}
        onInput={(event) => setWhy(event.currentTarget.value)}
      />
      <p id={`${id}-fault`} class="op-fault" role="alert">
        {isMissing && why.trim() === "" && text.whyMissing}
      </p>
      {wish === null ? (
        <div class="op-buttons">
          {outcomes.map((outcome) => (
            <button key={outcome} type="button" class="ft-button" onClick={() => choose(outcome)}>
              {reportWords(words, report).act[outcome]}
            </button>
          ))}
        </div>
      ) : (
        <Sure {...props} decision={{ outcome: wish, why: why.trim() }} reconsider={reconsider} />
      )}
    </div>
  );
}

function Sure(
  props: ReportProps & {
    readonly amount: string;
    readonly decision: DecisionRequest;
    readonly reconsider: () => void;
  },
) {
  const { report, amount, decision, bearer, words } = props;
  const text = reportWords(words, report);
  const { outcome } = decision;
  const deed = useDeed({
    act: () => decide(bearer, { payment: report.payment, decision }),
    done: () => props.decided(outcome),
    refuse: props.refuse,
  });
  const says = { sure: text.sure[outcome](amount, report.merchant), yes: text.yes[outcome] };
  return <Confirm deed={deed} {...says} reconsider={props.reconsider} words={words} />;
}
