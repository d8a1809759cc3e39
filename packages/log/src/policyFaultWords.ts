import type { ReceiptLanguage } from "./disbeliefWords.ts";

/** What can be wrong with a line of a trust policy, or with all of it. */
export type PolicyMistake =
  | "too-long"
  | "no-quorum"
  | "control-character"
  | "unknown-word"
  | "log-line"
  | "log-by-witness-key"
  | "log-twice"
  | "too-many-logs"
  | "witness-line"
  | "witness-by-log-key"
  | "witness-twice"
  | "group-line"
  | "group-count"
  | "member-twice"
  | "quorum-line"
  | "quorum-twice"
  | "not-named"
  | "name-none"
  | "name-taken"
  | "too-many-names";

type Words = Record<PolicyMistake, (about: string) => string>;

const en: Words = {
  "too-long": () => "the file is too long",
  "no-quorum": () => "no quorum line",
  "control-character": () => "a control character",
  "unknown-word": (word) => `an unknown word, ${word}`,
  "log-line": () => "a log line is: log KEY [URL]",
  "log-by-witness-key": () => "a log does not sign with a witness's key",
  "log-twice": () => "this log's key is there already",
  "too-many-logs": () => "too many logs",
  "witness-line": () => "a witness line is: witness NAME KEY [URL]",
  "witness-by-log-key": () => "a witness does not sign with a log's key",
  "witness-twice": () => "this witness's key is there already",
  "group-line": () => "a group line is: group NAME all|any|COUNT MEMBER…",
  "group-count": (amount) => `${amount} is not all, any or a count of its members`,
  "member-twice": (name) => `${name} is a member already`,
  "quorum-line": () => "a quorum line is: quorum NAME|none",
  "quorum-twice": () => "a second quorum",
  "not-named": (name) => `nothing above is named ${name}`,
  "name-none": () => "none is not a name",
  "name-taken": (name) => `${name} is there already`,
  "too-many-names": () => "too many witnesses and groups",
};

const de: Words = {
  "too-long": () => "die Datei ist zu lang",
  "no-quorum": () => "die Zeile quorum fehlt",
  "control-character": () => "ein Steuerzeichen",
  "unknown-word": (word) => `ein unbekanntes Wort, ${word}`,
  "log-line": () => "ein Verzeichnis steht so da: log SCHLÜSSEL [URL]",
  "log-by-witness-key": () => "ein Verzeichnis signiert nicht mit dem Schlüssel eines Zeugen",
  "log-twice": () => "der Schlüssel dieses Verzeichnisses steht schon da",
  "too-many-logs": () => "zu viele Verzeichnisse",
  "witness-line": () => "ein Zeuge steht so da: witness NAME SCHLÜSSEL [URL]",
  "witness-by-log-key": () => "ein Zeuge signiert nicht mit dem Schlüssel eines Verzeichnisses",
  "witness-twice": () => "der Schlüssel dieses Zeugen steht schon da",
  "group-line": () => "eine Gruppe steht so da: group NAME all|any|ANZAHL MITGLIED…",
  "group-count": (amount) => `${amount} ist weder all noch any noch eine Anzahl ihrer Mitglieder`,
  "member-twice": (name) => `${name} ist schon Mitglied`,
  "quorum-line": () => "das Quorum steht so da: quorum NAME|none",
  "quorum-twice": () => "ein zweites Quorum",
  "not-named": (name) => `darüber heißt nichts ${name}`,
  "name-none": () => "none ist kein Name",
  "name-taken": (name) => `${name} steht schon da`,
  "too-many-names": () => "zu viele Zeugen und Gruppen",
};

const words: Record<ReceiptLanguage, Words> = { en, de };

/** What is wrong, without a full stop: the same on a command line and in a browser. `about`: the word that it is about. */
export function policyFaultWords(
  { fault, about }: { readonly fault: PolicyMistake; readonly about: string },
  language: ReceiptLanguage,
): string {
  return words[language][fault](about);
}
