/** @jsxImportSource preact */
import { proofFileLengthMax } from "@farthing/log";
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../kit/language.ts";
import mark from "../kit/mark.svg";
import { AnchorCard } from "./AnchorCard.tsx";
import { Findings } from "./Findings.tsx";
import { GiveFile } from "./GiveFile.tsx";
import { PolicyCard } from "./PolicyCard.tsx";
import { readGiven } from "./readGiven.ts";
import type { VerifyText } from "./text/en.ts";
import { useAnchor } from "./useAnchor.ts";
import { type Given, isTrue, useCheck } from "./useCheck.ts";
import { usePolicy } from "./usePolicy.ts";
import { Verdict } from "./Verdict.tsx";

/** The page's words in the reader's language. */
export interface Words {
  readonly text: VerifyText;
  readonly language: Language;
}

/** What the page says about a file that it could not check, or not alone. */
export type Note = "unreadable" | "several" | null;

/** Checks a receipt file against a trust policy, in the reader's browser and nowhere else. */
export function VerifyPage({ words }: { readonly words: Words }) {
  const [given, setGiven] = useState<Given | null>(null);
  const [note, setNote] = useState<Note>(null);
  const policy = usePolicy();
  const state = useCheck(given, policy.chosen);
  const take = async (files: readonly File[]) => {
    const [file] = files;
    if (file === undefined) return;
    const text = await readGiven(file, proofFileLengthMax).catch(() => null);
    setGiven(text === null ? null : { name: file.name, text });
    setNote(text === null ? "unreadable" : files.length > 1 ? "several" : null);
  };
  const paste = (text: string) => {
    // What is copied from a window often lacks the last line's end.
    setGiven({ name: null, text: text.endsWith("\n") ? text : `${text}\n` });
    setNote(null);
  };
  const anchor = useAnchor();
  const drop = (files: readonly File[], at: EventTarget | null) => {
    const [file] = files;
    const isAnchor = at instanceof Element && at.closest("#anchor-card") !== null;
    if (!isAnchor || file === undefined || !isTrue(state)) return void take(files);
    anchor.askFile(file, state.found, state.by.policy);
  };
  const isOver = useDrop(drop, paste);
  return (
    <div class="verify-frame">
      <header>
        <a class="ft-brand" href="/">
          <img src={mark} alt="" width="28" height="28" />
          Farthing
        </a>
      </header>
      <main class="verify-main">
        <h1>{words.text.title}</h1>
        <p class="verify-soft">{words.text.lead}</p>
        <GiveFile words={words} take={take} paste={paste} isOver={isOver} />
        <Verdict words={words} state={state} given={given} note={note} />
        {isTrue(state) && (
          <>
            <Findings words={words} receipt={state.found} policy={state.by.policy} />
            <AnchorCard
              words={words}
              receipt={state.found}
              policy={state.by.policy}
              state={anchor}
            />
          </>
        )}
        <PolicyCard words={words} state={policy} />
      </main>
    </div>
  );
}

/** Takes what is dropped anywhere on the page, and where it fell; whether something is held over it. */
function useDrop(
  take: (files: readonly File[], at: EventTarget | null) => void,
  paste: (text: string) => void,
): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      // Otherwise the browser would leave this page for the file.
      event.preventDefault();
      setOver(event.type === "dragover");
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const text = event.dataTransfer?.getData("text/plain") ?? "";
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) take(files, event.target);
      else if (text !== "") paste(text);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", over);
      removeEventListener("drop", drop);
    };
  });
  return isOver;
}
