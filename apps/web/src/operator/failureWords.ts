import type { Failure } from "../kit/call.ts";
import { problemWords } from "../kit/problemWords.ts";
import type { Words } from "./words.ts";

/** Why the server did not do it, as the operator is told: the words for payers speak of what is charged. */
export function failureWords(failure: Failure, { text, language }: Words): string {
  if (failure.kind === "offline") return text.offline;
  if (failure.code === "internal") return text.failed;
  const { title, hint } = problemWords(failure, language);
  return `${title} ${hint}`;
}
