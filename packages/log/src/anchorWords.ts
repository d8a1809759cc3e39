import type { AnchorCheck, AnchorPlace } from "./holdAgainst.ts";
import type { ReceiptLanguage } from "./disbeliefWords.ts";

interface Told {
  /** Leaf of the receipt. */
  readonly index: number;
  readonly where: string;
  /** How many leaves the anchored head covers, in words. */
  readonly leaves: string;
}

type Sentences = Record<AnchorCheck["verdict"], (told: Told) => string>;

const sentences: Record<ReceiptLanguage, Sentences> = {
  en: {
    anchored: ({ where, leaves }) =>
      `Anchored: it stands under the head of ${leaves} that nobody can take back, in ${where}.`,
    "not-yet": ({ where, leaves, index }) =>
      `Not anchored yet: this is leaf ${index}, and the head in ${where} covers ${leaves}. Try again when the next one is anchored.`,
    "not-in-anchor": ({ where, leaves }) =>
      `Not proven: the tiles do not lead from this receipt to the head of ${leaves} in ${where}. Either the anchor or the tiles are another log's, or the log shows two histories: keep the file, and try tiles from elsewhere.`,
    "other-head": ({ where, leaves }) =>
      `Not proven: ${where} holds another head of ${leaves} than the one that the log signed in this receipt. Either the anchor is another log's, or the log shows two histories: keep the file.`,
    "not-the-log": ({ where }) =>
      `Not proven: the head in ${where} is not signed by the log of this receipt, as the policy names it.`,
  },
  de: {
    anchored: ({ where, leaves }) =>
      `Verankert: Sie steht unter dem Stand von ${leaves}, den niemand zurücknehmen kann, in ${where}.`,
    "not-yet": ({ where, leaves, index }) =>
      `Noch nicht verankert: Das ist Blatt ${index}, und der Stand in ${where} ist erst einer von ${leaves}. Versuchen Sie es wieder, wenn der nächste verankert ist.`,
    "not-in-anchor": ({ where, leaves }) =>
      `Nicht bewiesen: Die Kacheln führen nicht von dieser Quittung zum Stand von ${leaves} in ${where}. Entweder gehören der Anker oder die Kacheln zu einem anderen Verzeichnis, oder das Verzeichnis zeigt zwei Geschichten: Heben Sie die Datei auf, und versuchen Sie es mit Kacheln von anderswo.`,
    "other-head": ({ where, leaves }) =>
      `Nicht bewiesen: In ${where} steht ein anderer Stand von ${leaves} als der, den das Verzeichnis in dieser Quittung signiert hat. Entweder gehört der Anker zu einem anderen Verzeichnis, oder das Verzeichnis zeigt zwei Geschichten: Heben Sie die Datei auf.`,
    "not-the-log": ({ where }) =>
      `Nicht bewiesen: Den Stand in ${where} hat das Verzeichnis dieser Quittung, wie die Richtlinie es nennt, nicht signiert.`,
  },
};

/** What holding the receipt of leaf `index` against an anchor came to: the same on a command line and in a browser. */
export function anchorSentence(
  { verdict, place, anchored }: AnchorCheck,
  index: number,
  language: ReceiptLanguage,
): string {
  const leaves = leafWords[language](anchored?.size ?? 0);
  return sentences[language][verdict]({ index, leaves, where: placeWords(place, language) });
}

const leafWords: Record<ReceiptLanguage, (count: number) => string> = {
  en: (count) => `${count} ${count === 1 ? "leaf" : "leaves"}`,
  de: (count) => `${count} ${count === 1 ? "Blatt" : "Blättern"}`,
};

/** Names an anchor, and of a chain the block as well. */
export function placeWords(place: AnchorPlace, language: ReceiptLanguage): string {
  if (place.kind === "file") return place.name;
  const { contract, block, chain } = place;
  return language === "en"
    ? `contract ${contract} at block ${block} of chain ${chain}`
    : `Vertrag ${contract} bei Block ${block} der Kette ${chain}`;
}
