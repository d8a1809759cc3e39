import { de } from "./text/de.ts";
import { en } from "./text/en.ts";

/** Languages of mails and of the pages that their links open. */
export type Language = "en" | "de";

/** All that mails and those pages say. */
export const words = { en, de } as const;

/** The first language of an `Accept-Language` (RFC 9110 §12.5.4) that we speak, else English. Weights are not read: browsers send them in order. */
export function languageOf(accepted: string | undefined): Language {
  for (const part of (accepted ?? "").slice(0, 200).split(",")) {
    const primary = part.trim().toLowerCase().split(/[-;]/)[0];
    if (primary === "en" || primary === "de") return primary;
  }
  return "en";
}
