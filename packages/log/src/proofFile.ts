import { assert } from "@farthing/core";
import { fromBase64, toBase64 } from "./base64.ts";
import { hashLength } from "./hash.ts";
import { noteLimits } from "./note.ts";
import { isCount } from "./subtree.ts";

/** A `.tlog-proof` file (c2sp.org/tlog-proof), nothing verified: a place in a log, the path to it, and the log's head. */
export interface ProofFile {
  /** Whatever the application adds, to be believed only as far as it leads to the leaf; `null` for none. */
  readonly extra: Uint8Array | null;
  readonly index: number;
  /** From the leaf's sibling up: at most 63 hashes. */
  readonly path: readonly Uint8Array[];
  /** A signed note. */
  readonly checkpoint: string;
}

const header = "c2sp.org/tlog-proof@v1";
const pathMax = 63;

/** Longest text read, in UTF-16 units: a note of the greatest length, and as much again for what leads to it. */
export const proofFileLengthMax = 2 * noteLimits.length;

/** The file's text. Asserts that it could be read again. */
export function formatProofFile({ extra, index, path, checkpoint }: ProofFile): string {
  assert(isCount(index) && path.length <= pathMax, "an index and at most 63 hashes");
  assert(
    path.every(({ length }) => length === hashLength),
    "a path is made of hashes",
  );
  const lines = [
    header,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...path.map(toBase64),
  ];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

/** Takes a proof file apart, or `null` if it is not one. Never throws. */
export function parseProofFile(text: string): ProofFile | null {
  if (text.length > proofFileLengthMax) return null;
  const blank = text.indexOf("\n\n");
  if (blank < 0) return null;
  const lines = text.slice(0, blank).split("\n");
  if (lines.shift() !== header) return null;
  const extra = lines[0]?.startsWith("extra ") ? readExtra(lines.shift()) : null;
  const index = readIndex(lines.shift());
  if (extra === undefined || index === null || lines.length > pathMax) return null;
  const path: Uint8Array[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (hash?.length !== hashLength) return null;
    path.push(hash);
  }
  return { extra, index, path, checkpoint: text.slice(blank + 2) };
}

/** `undefined`: a line that says `extra` and then is not base64 of anything. */
function readExtra(line = ""): Uint8Array | undefined {
  return fromBase64(line.slice("extra ".length)) ?? undefined;
}

function readIndex(line = ""): number | null {
  const digits = /^index (0|[1-9][0-9]{0,15})$/.exec(line)?.[1];
  const index = Number(digits);
  return digits !== undefined && isCount(index) ? index : null;
}
