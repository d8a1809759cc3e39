import { systemClock, type WireMoney } from "@farthing/core";
import { useTranslation } from "react-i18next";
import { CallError } from "../kit/call.ts";
import { dayWords, exactMoment, momentWords, timeWords } from "../kit/dates.ts";
import { chooseLanguage } from "../kit/language.ts";
import { showMoney } from "../kit/money.ts";
import { problemsDe } from "../kit/problemsDe.ts";
import { problemsEn } from "../kit/problemsEn.ts";

const problems = { en: problemsEn, de: problemsDe };

/** What happened, and the next step. */
export interface FailureWords {
  readonly title: string;
  readonly hint: string;
}

/** The wallet's words, amounts and times in the reader's language. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const language = chooseLanguage([i18n.language]);
  const failure = (error: unknown): FailureWords => {
    if (!(error instanceof CallError)) {
      return { title: t("failedOther"), hint: t("failedOtherHint") };
    }
    if (error.failure.kind === "offline") {
      return { title: t("failedOffline"), hint: t("failedOfflineHint") };
    }
    return problems[language][error.failure.code] ?? error.failure;
  };
  return {
    t,
    language,
    failure,
    money: (wire: WireMoney) => showMoney(wire, language),
    day: (ms: number) => dayWords(ms, systemClock.now(), language),
    moment: (ms: number) => momentWords(ms, systemClock.now(), language),
    time: (ms: number) => timeWords(ms, language),
    exact: (ms: number) => exactMoment(ms, language),
  };
}
