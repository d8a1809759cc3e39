/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import { dayWords } from "../kit/dates.ts";
import type { ReadyInput } from "./ReadyView.tsx";
import { assetOf } from "./whyAsked.ts";
import { amountWords, limitWords } from "./words.ts";

/** What one more press agrees to: never in small print, always beside the choices (rule 24). */
export function NextTime(input: ReadyInput) {
  const { payment, view, words } = input;
  const { text } = words;
  const { everyTime } = payment.state;
  if (!view.mayEnrol) return null;
  return (
    <div class="pay-next">
      <div class="pay-agreed" id="next-time">
        {everyTime ? (
          <p>{text.everyTimeOn}</p>
        ) : (
          <>
            <p>{nextTimeWords(input)}</p>
            <p>{text.unchecked}</p>
          </>
        )}
      </div>
      <label class="pay-check">
        <input
          type="checkbox"
          checked={everyTime}
          onChange={(event) => payment.askEveryTime(event.currentTarget.checked)}
        />
        {text.everyTime}
      </label>
    </div>
  );
}

function nextTimeWords({ payment, view, words }: ReadyInput): string {
  const { text, language } = words;
  const { chosen } = payment.state;
  const { standing } = view;
  if (chosen !== null || standing === null) {
    const limits = limitWords(chosen ?? view.preset, assetOf(view), language);
    if (!view.remembered) return text.forgetful(limits);
    return standing === null ? text.next(limits) : text.changed(limits);
  }
  return text.standing({
    perClick: amountWords(standing.perClick, words),
    left24h: amountWords(standing.left24h, words),
    leftTotal: amountWords(standing.leftTotal, words),
    until: dayWords(standing.expiresAt, systemClock.now(), language),
  });
}
