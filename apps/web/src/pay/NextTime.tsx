/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import { dayWords } from "../kit/dates.ts";
import type { ReadyInput } from "./ReadyView.tsx";
import { assetOf } from "./whyAsked.ts";
import { amountWords, limitWords } from "./words.ts";

/** What one more press agrees to: never in small print, always beside the choices (rule 24). */
export function NextTime({ payment, view, words }: ReadyInput) {
  const { text, language } = words;
  const { chosen } = payment.state;
  const { standing } = view;
  if (!view.mayEnrol) return null;
  const sentence = () => {
    if (chosen !== null || standing === null) {
      const limits = limitWords(chosen ?? view.preset, assetOf(view), language);
      return standing === null ? text.next(limits) : text.changed(limits);
    }
    return text.standing({
      perClick: amountWords(standing.perClick, words),
      left24h: amountWords(standing.left24h, words),
      leftTotal: amountWords(standing.leftTotal, words),
      until: dayWords(standing.expiresAt, systemClock.now(), language),
    });
  };
  return (
    <div class="pay-next" id="next-time">
      <p>{sentence()}</p>
      <p>{text.unchecked}</p>
    </div>
  );
}
