/** @jsxImportSource preact */
import type { Balance } from "@farthing/protocol";
import { useRef, useState } from "preact/hooks";
import type { Failure } from "../kit/call.ts";
import { setBlocked } from "./api.ts";
import { failureWords } from "./failureWords.ts";
import { failureOf, isRefused } from "./useBoard.ts";
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

/** What a press does, and how far it is. */
function useBlock({ of, bearer, refuse, changed }: BlocksProps & { readonly of: Merchant }) {
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (why: string) => {
    if (isRunning) return;
    setRunning(true);
    setFailure(null);
    try {
      await setBlocked(bearer, { merchant: of.merchant, block: !of.blocked, why });
      changed();
    } catch (error) {
      if (isRefused(error)) return refuse();
      setFailure(failureOf(error));
    } finally {
      setRunning(false);
    }
  };
  return { isRunning, failure, run };
}

function OneMerchant(props: BlocksProps & { readonly of: Merchant }) {
  const { of, words } = props;
  const { blocks: text } = words.text;
  const { isRunning, failure, run } = useBlock(props);
  const field = useRef<HTMLInputElement>(null);
  const [why, setWhy] = useState("");
  const [isPressed, setPressed] = useState(false);
  const isMissing = isPressed && why.trim() === "";
  const name = of.name === "" ? of.merchant : of.name;
  const id = `block-${of.merchant}`;
  const press = () => {
    setPressed(true);
    if (why.trim() === "") field.current?.focus();
    else void run(why.trim());
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
