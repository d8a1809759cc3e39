/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { typedKey } from "./keptKey.ts";
import type { Words } from "./words.ts";

type Fault = "missing" | "wrong";

const command = "npm run -s farthing -- operator key";

/** Asks for the operator's key. `isRefused`: the server did not know the last one. */
export function KeyForm({
  words,
  isRefused,
  open,
}: {
  readonly words: Words;
  readonly isRefused: boolean;
  readonly open: (key: string) => void;
}) {
  const { key: text } = words.text;
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<Fault | null>(isRefused ? "wrong" : null);
  useEffect(() => field.current?.focus(), []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = field.current?.value ?? "";
    const key = typedKey(typed);
    if (key !== null) return open(key);
    setFault(typed.trim() === "" ? "missing" : "wrong");
    field.current?.focus();
  };
  return (
    <form class="op-card op-key" onSubmit={send} noValidate>
      <h1>{text.title}</h1>
      <p class="op-soft">{text.lead}</p>
      <label class="op-label" for="key">
        {text.label}
      </label>
      <input
        id="key"
        class="op-field"
        type="password"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        required
        ref={field}
        aria-invalid={fault !== null}
        aria-describedby="key-fault key-where"
      />
      <p id="key-fault" class="op-fault" role="alert">
        {fault !== null && text[fault]}
      </p>
      <button type="submit" class="ft-button ft-button-strong">
        {text.open}
      </button>
      <div id="key-where" class="op-soft op-small">
        <p>{text.where}</p>
        <code class="op-command">{command}</code>
        <p>{text.kept}</p>
      </div>
    </form>
  );
}
