import { momentWords } from "../kit/dates.ts";
import type { Phase } from "./state.ts";
import type { Words } from "./words.ts";

/** Why nothing was paid, and when there is more where a limit refused. 24 hours are 24 hours, and not a day of the calendar. */
export function declinedSentence(
  { reason, isLimit, moreAt }: Extract<Phase, { name: "declined" }>,
  { text, language }: Words,
  now: number,
): string {
  // The same reason, from the policy: no wallet pays that much by it, today or later.
  if (reason === "daily-limit-reached" && !isLimit)
    return `${text.neverSoMuch} ${text.nothingCharged}`;
  const more = moreAt === null ? [] : [text.moreAt(momentWords(moreAt, now, language))];
  return [text.declined[reason], ...more, text.nothingCharged].join(" ");
}
