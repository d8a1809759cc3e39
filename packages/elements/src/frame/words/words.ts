import type { NoteKey } from "../state.ts";
import { en } from "./en.ts";

/** What a text may name in braces, such as `{price}`. Money and times arrive written for the reader's locale. */
export interface Facts {
  readonly price: string;
  readonly merchant: string;
  /** The per-click line of the allowance. */
  readonly line: string;
  readonly left: string;
  /** The most of the payer's own limit that refuses. */
  readonly most: string;
  /** When the 24-hour line gives the next part back, such as "14:20". */
  readonly moreAt: string;
  /** The text `more`, or nothing when nothing was used. */
  readonly more: string;
  /** What the last 7 days cost, and where, such as "3 sites" (rule 25). */
  readonly spent: string;
  readonly sites: string;
  /** What is on a guest's bill, and where payment is asked for. */
  readonly owed: string;
  readonly bill: string;
}

/** Every word the frame can say, in one language. A language is complete or it does not compile. */
export type Words = Readonly<
  Record<
    | NoteKey
    /** Locale for money and times when the page's language is another. */
    | "locale"
    /** What the buttons say. */
    | "read"
    /** In the place of `read` where something else than an article is sold. */
    | "pay"
    | "open"
    /** In the place of the button once it is open. */
    | "opened"
    | "again"
    | "goOn"
    | "moment"
    | "yes"
    | "once"
    | "checkPay"
    | "raise"
    | "cancel"
    | "undo"
    | "back"
    | "lessHere"
    | "moreHere"
    | "openWallet"
    /** Accessible name of Undo: begins with the visible word (rule 17); then what it does, if it does more. */
    | "undoName"
    | "closes"
    | "takesBack"
    | "paid"
    | "playMoney"
    | "wallet"
    | "look"
    | "oneSite"
    | "sites"
    | "to"
    | "more"
    /** In the place of `left` where a click alone does not pay (rule 17). */
    | "hold"
    | "twice"
    /** In the place of `left` and of `paid-undo` for a guest, who pays later (rule 21). */
    | "bill"
    /** In the place of any sentence while something hides the button (rule 16). */
    | "covered"
    | "cut",
    string
  >
>;

/** The words that the first picture, a payment and a lost network need; the others follow in a file of their own. */
export type EverydayKey =
  | "locale"
  | "read"
  | "pay"
  | "open"
  | "again"
  | "moment"
  | "to"
  | "playMoney"
  | "more"
  | "left"
  | "first-time"
  | "paying"
  | "paid"
  | "undo"
  | "offline";

export type Everyday = Pick<Words, EverydayKey>;
export type Rest = Omit<Words, EverydayKey>;

/** One language: what it says at once, and the way to the rest of it. */
export interface Language {
  readonly words: Everyday & Partial<Rest>;
  /** Resolves to all words; to the everyday ones alone when the network is gone. */
  readonly whole: Promise<Everyday & Partial<Rest>>;
}

type Load<Part> = () => Promise<Part>;

/** The languages there are. English comes with the script; of each other one its own files alone are loaded. */
const languages: Readonly<Record<string, { everyday: Load<Everyday>; rest: Load<Rest> }>> = {
  en: {
    everyday: async () => en,
    rest: async () => (await import("./enRest.ts")).enRest,
  },
  de: {
    everyday: async () => (await import("./de.ts")).de,
    rest: async () => (await import("./deRest.ts")).deRest,
  },
};

/** Words for a page's language; English where there is no other, or where its file did not come. */
export async function loadWords(lang: string): Promise<Language> {
  const wanted = languages[lang.slice(0, 2)] ?? languages["en"];
  const rest = wanted?.rest();
  const words: Everyday = (await wanted?.everyday().catch(() => null)) ?? en;
  return {
    words,
    whole: Promise.resolve(rest).then(
      (more) => ({ ...words, ...more }),
      () => words,
    ),
  };
}

/** `text` with its braces filled. */
export function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => facts[name as keyof Facts]);
}
