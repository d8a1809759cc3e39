/** @jsxImportSource preact */
import { type DecisionRequest, evidenceLengthMax } from "@farthing/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../kit/call.ts";
import { decide } from "./api.ts";
import { failureWords } from "./failureWords.ts";
import type { ReportProps } from "./ReportCard.tsx";
import { failureOf, isRefused } from "./useBoard.ts";

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
              {text.act[outcome]}
            </button>
          ))}
        </div>
      ) : (
        <Confirm {...props} decision={{ outcome: wish, why: why.trim() }} reconsider={reconsider} />
      )}
    </div>
  );
}

/** Says what the decision does, and does it. */
function Confirm(
  props: ReportProps & {
    readonly amount: string;
    readonly decision: DecisionRequest;
    readonly reconsider: () => void;
  },
) {
  const { report, amount, decision, bearer, words } = props;
  const { reports: text } = words.text;
  const { outcome } = decision;
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const sure = useRef<HTMLParagraphElement>(null);
  // What it does is read before the button that does it.
  useEffect(() => sure.current?.focus(), []);
  const run = () => {
    if (isRunning) return;
    setRunning(true);
    setFailure(null);
    decide(bearer, { payment: report.payment, decision }).then(
      () => props.decided(outcome),
      (error: unknown) => {
        if (isRefused(error)) return props.refuse();
        setRunning(false);
        setFailure(failureOf(error));
      },
    );
  };
  return (
    <div class="op-confirm">
      <p class="op-title" tabIndex={-1} ref={sure}>
        {text.sure[outcome](amount, report.merchant)}
      </p>
      <div class="op-buttons">
        <button
          type="button"
          class="ft-button ft-button-strong"
          aria-disabled={isRunning}
          onClick={run}
        >
          {text.yes[outcome]}
        </button>
        <button type="button" class="ft-link" onClick={props.reconsider} disabled={isRunning}>
          {text.no}
        </button>
      </div>
      <p role="status" class="op-small">
        {isRunning && text.deciding}
      </p>
      <p role="alert" class="op-fault">
        {failure?.kind === "offline" && text.offline}
        {failure?.kind === "problem" && failureWords(failure, words)}
      </p>
    </div>
  );
}
