import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as german } from "@zxcvbn-ts/language-de";
import { dictionary as english, translations } from "@zxcvbn-ts/language-en";
import { passwordHabits, passwordReasons } from "./words.ts";

/** Characters of a password that stands alone (NIST SP 800-63B-4 §3.1.1.2), and the most that is taken. */
export const passwordLengthMin = 15;
/** Characters of one that a second factor stands beside (the same). */
export const passwordLengthMinBeside = 8;
export const passwordLengthMax = 128;

/** What is looked at for guesses: what comes after makes it no easier, and the time it takes would grow without end. */
const judgedMax = 64;
/** At least "safely unguessable" in zxcvbn's scale: 10^8 guesses. */
const scoreMin = 3;

/** Shorter words are parts of too many others. So much besides such words makes a password of its own. */
const ownWordMin = 4;
const ownRestMin = 8;

export type PasswordReason = keyof typeof passwordReasons;
export type PasswordHabit = keyof typeof passwordHabits;
export type PasswordFault = "short" | "long" | "guessable";

/** What is to be said of a password. */
export interface PasswordJudgement {
  /** From 0, guessed at once, to 4. */
  readonly score: number;
  /** Why it is not taken; null: it is. */
  readonly fault: PasswordFault | null;
  /** Why it is easy to guess, and better habits. */
  readonly reason: PasswordReason | null;
  readonly habits: readonly PasswordHabit[];
}

/** The form in which a password is judged and hashed: the same on every keyboard (NIST SP 800-63B-4 §3.1.1.2, NFKC). */
export function plainPassword(typed: string): string {
  return typed.normalize("NFKC");
}

/** Characters as people count them. */
export function passwordLength(typed: string): number {
  return [...plainPassword(typed)].length;
}

let factory: ZxcvbnFactory | null = null;

function estimator(): ZxcvbnFactory {
  const own = Object.entries(german).map(([name, words]) => [`${name}-de`, words] as const);
  factory ??= new ZxcvbnFactory({
    dictionary: { ...common, ...english, ...Object.fromEntries(own) },
    graphs: adjacencyGraphs,
    translations: {
      ...translations,
      warnings: passwordReasons,
      suggestions: passwordHabits,
    },
  });
  return factory;
}

/**
 * How hard a password is to guess, by zxcvbn (Wheeler, USENIX Security 2016) with common passwords, English and German
 * words, and `own`: words that an attacker would try for this payer here. No rule asks for kinds of characters. Browser and
 * server run this same function; it may take a second. `lengthMin`: in characters.
 */
export function judgePassword(
  typed: string,
  own: readonly string[],
  lengthMin = passwordLengthMin,
): PasswordJudgement {
  const password = plainPassword(typed);
  const length = passwordLength(typed);
  const estimate = estimator().check(password.slice(0, judgedMax), [...own]);
  const isOwn = isAboutOwn(password, own);
  const { feedback } = estimate;
  const score = isOwn ? Math.min(estimate.score, 1) : estimate.score;
  const isLong = length > passwordLengthMax;
  const isShort = length < lengthMin;
  const fault = isLong ? "long" : isShort ? "short" : score < scoreMin ? "guessable" : null;
  const reason = Object.values(passwordReasons).find((name) => name === feedback.warning) ?? null;
  return {
    score,
    fault,
    reason: isOwn ? "userInputs" : reason,
    habits: Object.values(passwordHabits).filter((name) => feedback.suggestions.includes(name)),
  };
}

/** Whether little is left of it without the words that everybody would try first. */
function isAboutOwn(password: string, own: readonly string[]): boolean {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  const words = own.map(bare).filter((word) => word.length >= ownWordMin);
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), bare(password));
  return rest.length < ownRestMin && rest.length < bare(password).length;
}
