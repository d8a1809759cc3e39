/** @jsxImportSource preact */
import type { OpenGrantResponse } from "@farthing/protocol";
import { useEffect, useState } from "preact/hooks";
import { ScreenTitle } from "./ScreenTitle.tsx";
import type { Phase } from "./state.ts";
import { amountWords, type Words } from "./words.ts";

/** Long enough to read "Paid", short enough not to wait for it. */
const readMs = 700;
/** A popup that may be closed is gone by then. */
const closeMs = 400;

/**
 * Paid. A popup closes itself; a page that replaced the merchant's goes back there by itself, because the
 * article is what the person is waiting for. The link is there in any case.
 */
export function PaidView({
  phase,
  view,
  words,
}: {
  readonly phase: Extract<Phase, { name: "paid" }>;
  readonly view: OpenGrantResponse;
  readonly words: Words;
}) {
  const { text } = words;
  const { name } = view.merchant;
  // Only a window that a page opened for this starts with one entry in its history.
  const [isPopup, setPopup] = useState(history.length === 1);
  useEffect(() => {
    const close = window.setTimeout(() => {
      if (history.length > 1) return location.assign(phase.returnTo);
      window.close();
      window.setTimeout(() => setPopup(false), closeMs);
    }, readMs);
    return () => window.clearTimeout(close);
  }, [phase.returnTo]);
  const price = amountWords(view.price, words);
  const paid = phase.onBill === true ? text.later.onBill(price) : text.paid(price, name);
  const title = phase.owned ? text.owned : paid;
  const returning = history.length > 1 ? text.returning(name) : "";
  return (
    <div class="pay-end">
      <svg class="pay-tick" viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="22" />
        <path d="m14 25 7 7 14-15" />
      </svg>
      <ScreenTitle>{title}</ScreenTitle>
      {phase.owned && <p class="pay-sentence">{text.ownedMore}</p>}
      <p class="pay-sentence" role="status">
        {isPopup ? text.closing : returning}
      </p>
      {!isPopup && (
        <a class="ft-button ft-button-strong pay-wide" href={phase.returnTo}>
          {text.backTo(name)}
        </a>
      )}
    </div>
  );
}
