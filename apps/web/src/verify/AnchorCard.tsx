/** @jsxImportSource preact */
import { anchorSentence, logAddress, type TrueReceipt, type TrustPolicy } from "@farthing/log";
import { AnchorTrouble } from "./anchorTrouble.ts";
import { FileButton } from "./GiveFile.tsx";
import type { AnchorState } from "./useAnchor.ts";
import { Sign } from "./Verdict.tsx";
import type { Words } from "./VerifyPage.tsx";

interface Input {
  readonly words: Words;
  readonly receipt: TrueReceipt;
  readonly policy: TrustPolicy;
  readonly state: AnchorState;
}

/** Holds a true receipt against a head that its operator can neither withdraw nor replace: in a chain, or in a file. */
export function AnchorCard({ words, receipt, policy, state }: Input) {
  const { text } = words;
  const take = async ([file]: readonly File[]) => {
    if (file !== undefined) state.askFile(file, receipt, policy);
  };
  return (
    <section class="verify-card" id="anchor-card" aria-labelledby="anchor">
      <h2 id="anchor">{text.anchorTitle}</h2>
      <p class="verify-soft">{text.anchorLead}</p>
      <form
        class="verify-form"
        onSubmit={(event) => {
          event.preventDefault();
          state.askChain(receipt);
        }}
      >
        <Line
          id="anchor-node"
          label={text.anchorNode}
          value={state.typed.node}
          placeholder="https://"
          type={(node) => state.type({ node })}
        />
        <Line
          id="anchor-contract"
          label={text.anchorContract}
          value={state.typed.contract}
          placeholder="0x"
          type={(contract) => state.type({ contract })}
        />
        <Line
          id="anchor-tiles"
          label={text.anchorTiles}
          hint={text.anchorTilesHint}
          value={state.typed.tiles ?? logAddress(receipt.checkpoint.origin)}
          type={(tiles) => state.type({ tiles })}
        />
        <div class="verify-buttons">
          <button type="submit" class="ft-button">
            {text.anchorAsk}
          </button>
          <FileButton label={text.anchorFile} take={take} />
        </div>
      </form>
      <Held words={words} receipt={receipt} state={state} />
    </section>
  );
}

interface LineInput {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly type: (value: string) => void;
}

function Line({ id, label, hint, value, placeholder, type }: LineInput) {
  return (
    <div class="verify-line">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
        onInput={(event) => type(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <p class="verify-soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** In one sentence what holding it came to. Always there, so that a screen reader hears what changes in it. */
function Held({ words, receipt, state }: Omit<Input, "policy">) {
  const { text, language } = words;
  const held = state.held?.receipt === receipt ? state.held : null;
  const told = held?.at === "told" ? held.told : null;
  const trouble = told instanceof AnchorTrouble ? told : null;
  const check = told instanceof AnchorTrouble ? null : told;
  return (
    <div
      class="verify-held"
      role="status"
      data-result={check?.verdict ?? trouble?.trouble ?? "none"}
    >
      {held?.at === "asking" && <p>{text.anchorAsking}</p>}
      {check !== null && (
        <p class="verify-sentence">
          <Sign isTrue={check.verdict === "anchored"} />
          <span>{anchorSentence(check, receipt.index, language)}</span>
        </p>
      )}
      {trouble !== null && <p>{text.anchorTroubles[trouble.trouble](trouble.detail)}</p>}
    </div>
  );
}
