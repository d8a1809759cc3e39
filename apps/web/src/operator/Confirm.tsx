/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import { failureWords } from "./failureWords.ts";
import type { Deed } from "./useDeed.ts";
import type { Words } from "./words.ts";

/** Says what a decision does, and does it. */
export function Confirm({
  deed: { isRunning, failure, run },
  sure,
  yes,
  reconsider,
  words,
}: {
  readonly deed: Deed;
  readonly sure: string;
  readonly yes: string;
  readonly reconsider: () => void;
  readonly words: Words;
}) {
  const { reports: text } = words.text;
  const question = useRef<HTMLParagraphElement>(null);
  // What it does is read before the button that does it.
  useEffect(() => question.current?.focus(), []);
  return (
    <div class="op-confirm">
      <p class="op-title" tabIndex={-1} ref={question}>
        {sure}
      </p>
      <div class="op-buttons">
        <button
          type="button"
          class="ft-button ft-button-strong"
          aria-disabled={isRunning}
          onClick={run}
        >
          {yes}
        </button>
        <button type="button" class="ft-link" onClick={reconsider} disabled={isRunning}>
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
