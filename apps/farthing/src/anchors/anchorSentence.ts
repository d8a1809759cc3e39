import type { AnchorCheck } from "./verifyAnchored.ts";

const sentences: Record<AnchorCheck["verdict"], (check: AnchorCheck, index: number) => string> = {
  anchored: ({ where, size }) =>
    `Anchored: it stands under the head of ${size} leaves that nobody can take back, in ${where}.`,
  "not-yet": ({ where, size }, index) =>
    `Not anchored yet: this is leaf ${index}, and the head in ${where} covers ${size} leaves. Try again when the next one is anchored.`,
  "not-in-anchor": ({ where, size }) =>
    `Not proven: the tiles do not lead from this receipt to the head of ${size} leaves in ${where}. Either they are not that log's, or it shows two histories: keep the file, and try tiles from elsewhere with --tiles.`,
  "not-the-log": ({ where }) =>
    `Not proven: the head in ${where} is not signed by the log that the policy names.`,
};

/** What holding the receipt of leaf `index` against an anchor came to. */
export function anchorSentence(check: AnchorCheck, index: number): string {
  return sentences[check.verdict](check, index);
}
