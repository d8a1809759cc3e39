import { isAsset, parseAmount } from "@farthing/core";
import type { ReceiptFault, TrueReceipt } from "./checkReceiptFile.ts";
import { disclosedFields } from "./disclosure.ts";
import { isLiabilitiesFile } from "./liabilitiesFile.ts";
import { disbeliefSentence, type ReceiptLanguage } from "./disbeliefWords.ts";
import type { Disbelief } from "./openCheckpoint.ts";
import type { TrustPolicy } from "./policy.ts";
import { proofFileLengthMax } from "./proofFile.ts";
import { spellMoney } from "./spellMoney.ts";

/** What each failed check but those of the head means to whoever holds the file, and what to do next. */
const faults: Record<ReceiptLanguage, Record<Exclude<ReceiptFault, Disbelief>, string>> = {
  en: {
    "not-a-proof-file":
      "Not true: this is no proof file, or it was cut off. Download the receipt again.",
    "not-a-receipt":
      "Not true: the file does not say what was paid, so nothing can be compared with the log.",
    "not-included":
      "Not true: the log signed this head, but what the file says was paid is not in it. It was changed, or belongs to another log.",
  },
  de: {
    "not-a-proof-file":
      "Nicht wahr: Das ist keine Beweisdatei, oder sie wurde abgeschnitten. Laden Sie die Quittung noch einmal herunter.",
    "not-a-receipt":
      "Nicht wahr: Die Datei sagt nicht, was gezahlt wurde. Es lässt sich also nichts mit dem Verzeichnis vergleichen.",
    "not-included":
      "Nicht wahr: Das Verzeichnis hat diesen Stand signiert, aber was laut Datei gezahlt wurde, steht nicht darin. Es wurde geändert oder gehört zu einem anderen Verzeichnis.",
  },
};

/** What a text is that is no proof file, where that tells more than the check. */
type Mistaken = "empty" | "too-long" | "signed-receipt" | "liabilities";

const mistakes: Record<ReceiptLanguage, Record<Mistaken, string>> = {
  en: {
    empty: "Not true: the file is empty. Download the receipt again.",
    "too-long":
      "Not true: the file is longer than any proof. Choose the file ending in .tlog-proof.",
    "signed-receipt":
      "Nothing to compare with the log: this is the signed receipt (.jwt). Choose the proof, which ends in .tlog-proof.",
    liabilities:
      "This is no receipt: it proves a balance in a sealed total. Check it in the wallet's settings, or with `farthing verify`.",
  },
  de: {
    empty: "Nicht wahr: Die Datei ist leer. Laden Sie die Quittung noch einmal herunter.",
    "too-long":
      "Nicht wahr: Die Datei ist länger als jeder Beweis. Nehmen Sie die Datei, die auf .tlog-proof endet.",
    "signed-receipt":
      "Nichts mit dem Verzeichnis zu vergleichen: Das ist die signierte Quittung (.jwt). Nehmen Sie den Beweis, der auf .tlog-proof endet.",
    liabilities:
      "Das ist keine Quittung: Es beweist ein Guthaben in einer versiegelten Summe. Prüfen Sie es in den Einstellungen der Wallet oder mit `farthing verify`.",
  },
};

/** Which check a file failed, in one sentence or two: the same on a command line and in a browser. */
export function faultSentence(
  fault: ReceiptFault,
  of: { readonly text: string; readonly policy: TrustPolicy },
  language: ReceiptLanguage,
): string {
  const mistaken = mistakenFor(fault, of.text);
  if (mistaken !== null) return mistakes[language][mistaken];
  return isOfFile(fault) ? faults[language][fault] : disbeliefSentence(fault, of, language);
}

function isOfFile(fault: ReceiptFault): fault is Exclude<ReceiptFault, Disbelief> {
  return Object.hasOwn(faults.en, fault);
}

function mistakenFor(fault: ReceiptFault, text: string): Mistaken | null {
  if (fault === "not-a-receipt") return isLiabilitiesFile(text) ? "liabilities" : null;
  if (fault !== "not-a-proof-file") return null;
  if (text.length > proofFileLengthMax) return "too-long";
  if (text.trim() === "") return "empty";
  return /^ey[\w-]+\.[\w-]+\.[\w-]+\s*$/.test(text) ? "signed-receipt" : null;
}

/** Witnesses of the policy that signed the receipt's head, by the names that it gives them. */
export function witnessesOf({ checkpoint }: TrueReceipt, policy: TrustPolicy): string[] {
  const signed = new Set(checkpoint.signed.map(({ key }) => key));
  return [...policy.witnesses].flatMap(([name, { key }]) => (signed.has(key) ? [name] : []));
}

/** What a true receipt proves, in one sentence. */
export function provenSentence(
  receipt: TrueReceipt,
  policy: TrustPolicy,
  language: ReceiptLanguage,
): string {
  const facts = new Map(disclosedFields(receipt.disclosure));
  const { origin, size } = receipt.checkpoint;
  const price = paidWords(facts, language);
  const what = [facts.get("payment"), price, timeWords(receipt)].filter(Boolean).join(", ");
  return proven[language]({
    what,
    origin,
    index: receipt.index,
    size,
    witnesses: witnessesOf(receipt, policy).join(", "),
  });
}

interface Proven {
  readonly what: string;
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  readonly witnesses: string;
}

const proven: Record<ReceiptLanguage, (of: Proven) => string> = {
  en: ({ what, origin, index, size, witnesses }) =>
    `True: ${what} is leaf ${index} of ${origin}, under its signed head of ${size} ${size === 1 ? "leaf" : "leaves"} (${witnesses === "" ? "no witness asked for" : `witnesses: ${witnesses}`}).`,
  de: ({ what, origin, index, size, witnesses }) =>
    `Wahr: ${what} ist Blatt ${index} von ${origin}, unter dessen signiertem Stand von ${size} ${size === 1 ? "Blatt" : "Blättern"} (${witnesses === "" ? "kein Zeuge verlangt" : `Zeugen: ${witnesses}`}).`,
};

/** The sum that `facts` state, as a person reads it; `undefined` where they state none. */
export function paidWords(
  facts: ReadonlyMap<string, string>,
  language: ReceiptLanguage,
): string | undefined {
  const [amount, asset = ""] = [parseAmount(facts.get("amount") ?? ""), facts.get("asset")];
  return amount === null || !isAsset(asset) ? undefined : spellMoney({ amount, asset }, language);
}

/** The ledger's own time of the entry, to the second, UTC. */
export function timeWords({ disclosure }: Pick<TrueReceipt, "disclosure">): string {
  const ms = Number(disclosure.timestamp / 1_000_000n);
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv", {
    dateStyle: "short",
    timeStyle: "medium",
    timeZone: "UTC",
  })
    .format(ms)
    .concat(" UTC");
}
