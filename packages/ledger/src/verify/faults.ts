import { toHex } from "@farthing/core";

const faultsMax = 100;

/** Collects differences in plain sentences, up to a bound: one broken page breaks many rows. */
export class Faults {
  readonly sentences: string[] = [];

  add(sentence: string): void {
    if (this.sentences.length < faultsMax) this.sentences.push(sentence);
  }

  /** Says so when what is stored is not what the journal gives. */
  compare(what: string, stored: unknown, replayed: unknown): void {
    const [left, right] = [plain(stored), plain(replayed)];
    if (left !== right) this.add(`${what}: stored ${left}, but the journal gives ${right}.`);
  }
}

/** In words, with fields by name: two records are compared, not the order in which they were made. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return part.toString();
    if (part instanceof Uint8Array) return toHex(part);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
