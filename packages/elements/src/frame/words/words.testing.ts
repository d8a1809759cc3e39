import { de } from "./de.ts";
import { deRest } from "./deRest.ts";
import { en } from "./en.ts";
import { enRest } from "./enRest.ts";
import type { Words } from "./words.ts";

/** Each language whole. */
export const allWords = {
  en: { ...en, ...enRest },
  de: { ...de, ...deRest },
} satisfies Record<string, Words>;
