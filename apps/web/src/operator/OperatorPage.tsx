/** @jsxImportSource preact */
import { useCallback, useEffect, useState } from "preact/hooks";
import mark from "../kit/mark.svg";
import { pageMode } from "../kit/mode.ts";
import { BoardScreen } from "./BoardScreen.tsx";
import { KeyForm } from "./KeyForm.tsx";
import { keepKey, keptKey } from "./keptKey.ts";
import type { Words } from "./words.ts";

/** The operator's page: both sides of the balance, and what waits for a decision. */
export function OperatorPage({ words }: { readonly words: Words }) {
  const { text } = words;
  const [key, setKey] = useState(keptKey);
  const [isRefused, setRefused] = useState(false);
  const become = useCallback((next: string | null, refused = false) => {
    keepKey(next);
    setKey(next);
    setRefused(refused);
  }, []);
  const refuse = useCallback(() => become(null, true), [become]);
  useEffect(() => {
    document.title = text.documentTitle;
  }, [text]);
  return (
    <>
      <a class="op-skip" href="#content">
        {text.skip}
      </a>
      <header class="op-head">
        <a class="ft-brand" href="/">
          <img src={mark} alt="" width="28" height="28" />
          Farthing
        </a>
        {pageMode() === "sandbox" && <span class="ft-play-money">{text.playMoney}</span>}
        {key !== null && (
          <button type="button" class="ft-link op-forget" onClick={() => become(null)}>
            {text.key.forget}
          </button>
        )}
      </header>
      <main id="content" class="op-main" tabIndex={-1}>
        {key === null ? (
          <KeyForm words={words} isRefused={isRefused} open={become} />
        ) : (
          <BoardScreen bearer={key} refuse={refuse} words={words} />
        )}
      </main>
    </>
  );
}
