import type { NoteKey } from "../state.ts";
import { en } from "./en.ts";

/** What a text may name in braces, such as `{price}`. Money and times arrive written for the reader's locale. */
export interface Facts {
  readonly price: string;
  readonly merchant: string;
  /** The per-click line of the allowance. */
  readonly line: string;
  readonly left: string;
  /** When the 24-hour line gives the next part back, such as "14:20". */
  readonly moreAt: string;
  /** The text `more`, or nothing when nothing was used. */
  readonly more: string;
  /** What the last 7 days cost, and at how many sites (rule 25). */
  readonly spent: string;
  readonly sites: string;
}

/** Every word the frame can say, in one language. A language is complete or it does not compile. */
export type Words = Readonly<
  Record<
    | NoteKey
    /** Locale for money and times when the page's language is another. */
    | "locale"
    /** What the buttons say. */
    | "read"
    | "open"
    | "again"
    | "goOn"
    | "moment"
    | "undo"
    /** Accessible name of Undo: begins with the visible word (rule 17). */
    | "undoName"
    | "paid"
    | "playMoney"
    | "wallet"
    | "to"
    | "more",
    string
  >
>;

/** Words for a page's language. English until another is complete. */
export function wordsFor(lang: string): Words {
  const all: Readonly<Record<string, Words>> = { en };
  return all[lang.slice(0, 2)] ?? en;
}

/** `text` with its braces filled. */
export function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => facts[name as keyof Facts]);
}
