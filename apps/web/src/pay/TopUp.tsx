/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import type { OpenGrantResponse } from "@farthing/protocol";
import { useRef, useState } from "preact/hooks";
import { freshKey } from "../kit/freshKey.ts";
import { topUp } from "./request.ts";
import { amountWords, type Words } from "./words.ts";

/** Five play dollars, in the asset's millionths. */
const topUpAmount = "5000000";

/** A wallet that holds too little is told so before anything is asked, with the way out. */
export function TopUp({
  view,
  words,
  done,
}: {
  readonly view: OpenGrantResponse;
  readonly words: Words;
  readonly done: () => void;
}) {
  const { text } = words;
  const money = { amount: topUpAmount, asset: view.price.asset };
  // One key for one wish: a second press after a failure asks for the same money, not for more.
  const key = useRef(freshKey(systemClock));
  const [status, setStatus] = useState("");
  const add = () => {
    setStatus(text.toppingUp);
    topUp(money, key.current).then(done, () => setStatus(text.notice.offline));
  };
  const balance = view.wallet?.balance ?? money;
  return (
    <>
      <p class="pay-sentence">{text.short(amountWords(balance, words))}</p>
      <div class="pay-choices">
        <button type="button" class="ft-button ft-button-strong pay-choice" onClick={add}>
          {text.topUp(amountWords(money, words))}
        </button>
      </div>
      <p class="pay-status" role="status">
        {status}
      </p>
    </>
  );
}
