import { systemClock, type WireMoney } from "@farthing/core";
import { useTranslation } from "react-i18next";
import { CallError } from "../kit/call.ts";
import {
  dayWords,
  durationWords,
  exactMoment,
  exactTime,
  fullMinuteWords,
  momentThere,
  momentWords,
  monthWords,
  timeWords,
} from "../kit/dates.ts";
import { listWords } from "../kit/listWords.ts";
import { chooseLanguage } from "../kit/language.ts";
import { showBalance, showMoney } from "../kit/money.ts";
import { problemWords, type ProblemWords } from "../kit/problemWords.ts";

/** The wallet's words, amounts and times in the reader's language. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const language = chooseLanguage([i18n.language]);
  const failure = (error: unknown): ProblemWords => {
    if (!(error instanceof CallError)) {
      return { title: t("failedOther"), hint: t("failedOtherHint") };
    }
    if (error.failure.kind === "offline") {
      return { title: t("failedOffline"), hint: t("failedOfflineHint") };
    }
    return problemWords(error.failure, language);
  };
  return {
    t,
    language,
    failure,
    money: (wire: WireMoney) => showMoney(wire, language),
    balance: (wire: WireMoney) => showBalance(wire, language),
    month: (month: string) => monthWords(month, language),
    momentIn: (ms: number, zone: string) => momentThere(ms, zone, language),
    list: (parts: readonly string[]) => listWords(parts, language),
    day: (ms: number) => dayWords(ms, systemClock.now(), language),
    moment: (ms: number) => momentWords(ms, systemClock.now(), language),
    time: (ms: number) => timeWords(ms, language),
    timeExact: (ms: number) => exactTime(ms, language),
    duration: (ms: number) => durationWords(ms, language),
    exact: (ms: number) => exactMoment(ms, language),
    fullMinute: (ms: number) => fullMinuteWords(ms, language),
  };
}
