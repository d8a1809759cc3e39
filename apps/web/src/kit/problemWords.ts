import type { Failure } from "./call.ts";
import type { Language } from "./language.ts";
import { problemsDe } from "./problemsDe.ts";
import { problemsEn } from "./problemsEn.ts";

/** What went wrong, and the one next step. */
export interface ProblemWords {
  readonly title: string;
  readonly hint: string;
}

/** A problem as it is said to a payer. The server's own words are English: they are shown to nobody else. */
export function problemWords(
  problem: Extract<Failure, { kind: "problem" }>,
  language: Language,
): ProblemWords {
  const { title, hint } = problem;
  if (language === "en") return problemsEn[problem.code] ?? { title, hint };
  return problemsDe[problem.code] ?? problemsDe.internal;
}
