import type { Language } from "./language.ts";

/** `a, b and c`, in German `a, b und c`. */
export function listWords(parts: readonly string[], language: Language): string {
  return new Intl.ListFormat(language === "en" ? "en-GB" : "de-DE").format(parts);
}
