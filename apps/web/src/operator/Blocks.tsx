/** @jsxImportSource preact */
import type { Balance } from "@farthing/protocol";
import { useRef, useState } from "preact/hooks";
import { setBlocked } from "./api.ts";
import { failureWords } from "./failureWords.ts";
import { useDeed } from "./useDeed.ts";
import type { Words } from "./words.ts";

type Merchant = Balance["merchants"][number];

interface BlocksProps {
  readonly bearer: string;
  /** The key is not the operator's any more. */
  readonly refuse: () => void;
  /** Something changed: the figures are read again. */
  readonly changed: () => void;
  readonly words: Words;
}

/** Each merchant of the figures above, and the button that stops it or lets it go on. */
export function Blocks({ merchants, ...props }: BlocksProps & Pick<Balance, "merchants">) {
  const { blocks: text } = props.words.text;
  if (merchants.length === 0) return null;
  return (
    <section class="op-card" aria-labelledby="blocks">
      <h2 id="blocks">{text.title}</h2>
      <p class="op-soft op-small">{text.lead}</p>
      {merchants.map((merchant) => (
        <OneMerchant key={merchant.merchant} of={merchant} {...props} />
      ))}
    </section>
  );
}

function OneMerchant(props: BlocksProps & { readonly of: Merchant }) {
  const { of, bearer, words } = props;
  const { blocks: text } = words.text;
  const field = useRef<HTMLInputElement>(null);
  const [why, setWhy] = useState("");
  const { isRunning, failure, run } = useDeed({
    act: () => setBlocked(bearer, { merchant: of.merchant, block: !of.blocked, why: why.trim() }),
    done: props.changed,
    refuse: props.refuse,
  });
  const [isPressed, setPressed] = useState(false);
  const isMissing = isPressed && why.trim() === "";
  const name = of.name === "" ? of.merchant : of.name;
  const id = `block-${of.merchant}`;
  const press = () => {
    setPressed(true);
    if (why.trim() === "") field.current?.focus();
    else run();
  };
  return (
    <div class="op-block">
      <p class="op-title">{of.blocked ? text.isBlocked(name) : name}</p>
      <label class="op-label" for={id}>
        {text.why}
      </label>
      <input
        id={id}
        class="op-field"
        maxLength={200}
        value={why}
        ref={field}
        aria-invalid={isMissing}
        aria-describedby={`${id}-fault`}
        onInput={(event) => setWhy(event.currentTarget.value)}
      />
      <p id={`${id}-fault`} class="op-fault" role="alert">
        {isMissing && text.whyMissing}
        {failure !== null && failureWords(failure, words)}
      </p>
      <button type="button" class="ft-button" aria-disabled={isRunning} onClick={press}>
        {of.blocked ? text.unblock(name) : text.block(name)}
      </button>
      <p role="status" class="op-small">
        {isRunning && text.running}
      </p>
    </div>
  );
}
