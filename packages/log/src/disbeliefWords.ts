import { parseCheckpoint } from "./checkpoint.ts";
import { isKeyName, parseNote } from "./note.ts";
import type { Disbelief } from "./openCheckpoint.ts";
import type { TrustPolicy } from "./policy.ts";
import { parseProofFile } from "./proofFile.ts";

/** Languages in which a check says what it found. */
export type ReceiptLanguage = "en" | "de";

const sentences: Record<ReceiptLanguage, Record<Exclude<Disbelief, "another-log">, string>> = {
  en: {
    "not-a-note":
      "Not true: the head in this file is no signed note. It was changed, or the file was cut off. Download it again.",
    "not-a-checkpoint": "Not true: what the log signed in this file is not a head of a log.",
    "not-signed":
      "Not true: the head in this file is not signed by the log that the policy names, with each kind of key it names.",
    "bad-witness-line":
      "Not true: the log signed this head, but a line below it that bears the name of one of the policy's witnesses is not that witness's signature. It was changed: download the file again.",
    "not-witnessed":
      "Not believed: the log signed this head, but not enough of the policy's witnesses did.",
  },
  de: {
    "not-a-note":
      "Nicht wahr: Der Stand in dieser Datei ist keine signierte Notiz. Er wurde geändert, oder die Datei wurde abgeschnitten. Laden Sie sie noch einmal herunter.",
    "not-a-checkpoint":
      "Nicht wahr: Was das Verzeichnis in dieser Datei signiert hat, ist kein Stand eines Verzeichnisses.",
    "not-signed":
      "Nicht wahr: Den Stand in dieser Datei hat das Verzeichnis, das die Richtlinie nennt, nicht mit jeder Art von Schlüssel signiert, die sie nennt.",
    "bad-witness-line":
      "Nicht wahr: Das Verzeichnis hat diesen Stand signiert, aber eine Zeile darunter, die den Namen eines Zeugen der Richtlinie trägt, ist nicht dessen Signatur. Sie wurde geändert: Laden Sie die Datei noch einmal herunter.",
    "not-witnessed":
      "Nicht geglaubt: Das Verzeichnis hat diesen Stand signiert, aber nicht genug Zeugen der Richtlinie.",
  },
};

/** Nothing was looked at but two names: whether the file is true stays open. */
const ofAnother: Record<ReceiptLanguage, (said: string, named: string) => string> = {
  en: (said, named) =>
    `Not checked: this file says that it is of the log ${said}, and the policy names ${named || "no log"}. Check it by a policy of ${said}, or at the server that keeps that log.`,
  de: (said, named) =>
    `Nicht geprüft: Diese Datei sagt, dass sie vom Verzeichnis ${said} ist, und die Richtlinie nennt ${named || "kein Verzeichnis"}. Prüfen Sie sie nach einer Richtlinie von ${said}, oder bei dem Server, der jenes Verzeichnis führt.`,
};

/** Why the head in a proof file is not believed by `policy`, in one sentence or two. */
export function disbeliefSentence(
  disbelief: Disbelief,
  { text, policy }: { readonly text: string; readonly policy: TrustPolicy },
  language: ReceiptLanguage,
): string {
  if (disbelief !== "another-log") return sentences[language][disbelief];
  const names = new Set(policy.logs.map(({ key }) => key.name));
  return ofAnother[language](originIn(text), [...names].map(shortened).join(", "));
}

/** What a file says of its log, unproven. */
function originIn(text: string): string {
  const note = parseNote(parseProofFile(text)?.checkpoint ?? "");
  const origin = parseCheckpoint(note?.body ?? "")?.origin ?? "";
  return isKeyName(origin) ? shortened(origin) : JSON.stringify(shortened(origin));
}

/** Longest name said, in UTF-16 units: whoever made the file chose it. */
const nameMax = 100;

function shortened(name: string): string {
  return name.length <= nameMax ? name : `${name.slice(0, nameMax).toWellFormed()}…`;
}
