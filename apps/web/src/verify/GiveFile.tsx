/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { Words } from "./VerifyPage.tsx";

interface Input {
  readonly words: Words;
  readonly take: (files: readonly File[]) => Promise<void>;
  readonly paste: (text: string) => void;
  readonly isOver: boolean;
}

/** Three ways to give the page a file: drop it, choose it, paste its text. */
export function GiveFile({ words, take, paste, isOver }: Input) {
  const { text } = words;
  return (
    <section class="verify-card" aria-labelledby="file">
      <h2 id="file">{text.fileTitle}</h2>
      <div class="verify-drop" data-over={isOver}>
        <p>{text.drop}</p>
        <FileButton label={text.choose} strong take={take} />
      </div>
      <Paste words={words} paste={paste} />
    </section>
  );
}

/** The browser's own file picker, looking like every other button. */
export function FileButton({
  label,
  strong = false,
  take,
}: {
  readonly label: string;
  readonly strong?: boolean;
  readonly take: (files: readonly File[]) => Promise<void>;
}) {
  return (
    <label class={`ft-button verify-file${strong ? " ft-button-strong" : ""}`}>
      <input
        type="file"
        class="ft-unseen"
        onChange={(event) => {
          const input = event.currentTarget;
          // The same file can be chosen again after it was changed.
          void take([...(input.files ?? [])]).finally(() => (input.value = ""));
        }}
      />
      {label}
    </label>
  );
}

function Paste({ words, paste }: Pick<Input, "words" | "paste">) {
  const { text } = words;
  const [typed, setTyped] = useState("");
  return (
    <details class="verify-paste">
      <summary>{text.paste}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          paste(typed);
        }}
      >
        <label for="pasted">{text.pasteLabel}</label>
        <textarea
          id="pasted"
          rows={6}
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="ft-button">
          {text.pasteCheck}
        </button>
      </form>
    </details>
  );
}
