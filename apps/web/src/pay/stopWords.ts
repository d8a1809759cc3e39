import type { Notice, Stop, StopName } from "./state.ts";
import { problemWords } from "../kit/problemWords.ts";
import type { PayText } from "./text/en.ts";
import type { Words } from "./words.ts";

/** A screen's title and what it says. */
export interface StopWords {
  readonly title: string;
  readonly sentence: string;
}

const titles: Record<StopName, keyof PayText["stoppedTitle"]> = {
  cancelled: "notPaid",
  "cancelled-there": "notPaid",
  "bill-stopped": "notPaid",
  "no-passkeys": "notPaid",
  burnt: "notPaid",
  "nothing-asked": "nothingAsked",
  broken: "notPaid",
  expired: "notPaid",
  unreached: "notPaid",
  reloaded: "notPaid",
  "reloaded-late": "unsure",
  "paid-before": "paidBefore",
  answered: "over",
  over: "over",
};

/** Why nothing can be paid here any more. Each screen says once what became of the money. */
export function stopWords(why: Stop, words: Words): StopWords {
  const { text } = words;
  if (typeof why === "string") {
    return { title: text.stoppedTitle[titles[why]], sentence: text.stopped[why] };
  }
  return { title: text.stoppedTitle.notPaid, sentence: failureWords(why, words) };
}

/** What became of the last press, below the choices. */
export function noticeWords(notice: Notice, words: Words): string {
  if (typeof notice === "string") return words.text.notice[notice];
  return notice.kind === "offline" ? words.text.notice.offline : failureWords(notice, words);
}

function failureWords(why: Exclude<Stop, string>, { text, language }: Words): string {
  const { title, hint } = problemWords(why, language);
  const isSaid = [title, hint].some((part) => part.includes(text.nothingCharged));
  return [title, isSaid ? "" : text.nothingCharged, hint].filter((part) => part !== "").join(" ");
}
