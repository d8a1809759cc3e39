/** @jsxImportSource preact */
import { policyFaultWords } from "@farthing/log";
import { FileButton } from "./GiveFile.tsx";
import type { PolicyState, Refused } from "./usePolicy.ts";
import type { Words } from "./VerifyPage.tsx";

/** Whom the check believes: shown, and replaced by the reader's own file. */
export function PolicyCard({
  words,
  state,
}: {
  readonly words: Words;
  readonly state: PolicyState;
}) {
  const { text } = words;
  const { chosen, server, refused } = state;
  const choose = async ([file]: readonly File[]) => {
    if (file !== undefined) await state.choose(file);
  };
  return (
    <section class="verify-card" aria-labelledby="policy">
      <h2 id="policy">{text.policyTitle}</h2>
      <div role="status">
        <p>{standWords(state, words)}</p>
        {refused !== null && <p class="verify-fault">{refusedWords(refused, words)}</p>}
      </div>
      {chosen !== null && (
        <details>
          <summary>{text.policyShow}</summary>
          <textarea
            class="verify-policy"
            aria-label={text.policyTitle}
            rows={8}
            readOnly
            value={chosen.text}
          />
        </details>
      )}
      <div class="verify-buttons">
        {server === "failed" && chosen === null && (
          <button type="button" class="ft-button" onClick={state.reload}>
            {text.tryAgain}
          </button>
        )}
        <FileButton label={text.policyChoose} take={choose} />
        {chosen !== null && chosen.name !== null && (
          <button type="button" class="ft-button" onClick={state.useServers}>
            {text.policyBack}
          </button>
        )}
      </div>
    </section>
  );
}

function standWords({ chosen, server }: PolicyState, { text }: Words): string {
  if (chosen === null) return server === "failed" ? text.policyFailed : text.policyLoading;
  return chosen.name === null ? text.policyServer : text.policyOwn(chosen.name);
}

function refusedWords({ name, fault }: Refused, { text, language }: Words): string {
  if (fault === null) return text.unreadable;
  return text.policyWrong(name, fault.line, policyFaultWords(fault, language));
}
