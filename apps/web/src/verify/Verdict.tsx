/** @jsxImportSource preact */
import { faultSentence, provenSentence, type ReceiptFault } from "@farthing/log";
import { useEffect, useRef } from "preact/hooks";
import type { CheckState, Given } from "./useCheck.ts";
import type { Note, Words } from "./VerifyPage.tsx";

interface Input {
  readonly words: Words;
  readonly state: CheckState;
  readonly given: Given | null;
  readonly note: Note;
}

/** In one sentence what was proved, or which check failed. Always there, so that a screen reader hears what changes in it. */
export function Verdict({ words, state, given, note }: Input) {
  const place = useRef<HTMLDivElement>(null);
  const { text } = words;
  const name = given?.name ?? text.pasted;
  useEffect(() => {
    if (state.at === "checked") place.current?.scrollIntoView({ block: "nearest" });
  }, [state]);
  const result = resultOf(state);
  return (
    <div class="verify-verdict" role="status" ref={place} data-result={result}>
      {note !== null && <p>{text[note]}</p>}
      {state.at === "waiting" && <p>{text.waiting}</p>}
      {state.at === "checking" && <p>{text.checking(name)}</p>}
      {state.at === "failed" && <p>{text.failed}</p>}
      {state.at === "checked" && (
        <>
          <p class="verify-sentence">
            <Sign isTrue={result === "another-log" ? null : result === "true"} />
            <span>{sentence(state, words)}</span>
          </p>
          <p class="verify-soft">{text.checked(name)}</p>
        </>
      )}
    </div>
  );
}

function resultOf(state: CheckState): ReceiptFault | "true" | "none" {
  if (state.at !== "checked") return "none";
  return typeof state.found === "string" ? state.found : "true";
}

function sentence(
  { found, given, by }: Extract<CheckState, { at: "checked" }>,
  { language }: Words,
): string {
  if (typeof found === "string")
    return faultSentence(found, { text: given.text, policy: by.policy }, language);
  return provenSentence(found, by.policy, language);
}

/** A tick, a cross, or a dash where neither is known; the words beside it say the same. */
export function Sign({ isTrue }: { readonly isTrue: boolean | null }) {
  const path = isTrue ? "m5 13 5 5 9-11" : "m6 6 12 12M18 6 6 18";
  return (
    <svg class="verify-sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d={isTrue === null ? "M6 12h12" : path} />
    </svg>
  );
}
