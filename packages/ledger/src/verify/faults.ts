import { toHex } from "@farthing/core";

const faultsMax = 100;

/** Collects differences in plain sentences, up to a bound: one broken page breaks many rows. */
export class Faults {
  readonly sentences: string[] = [];

  add(sentence: string): void {
    if (this.sentences.length < faultsMax) this.sentences.push(sentence);
  }

  /** A damaged file may stop a comparison: that is a difference as well. */
  attempt(what: string, compare: () => void): void {
    try {
      compare();
    } catch (error) {
      this.add(`${what}: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }

  /** Says so when what is stored is not what the journal gives. */
  compare(what: string, stored: unknown, replayed: unknown): void {
    const [left, right] = [inWords(stored), inWords(replayed)];
    if (left !== right) this.add(`${what}: stored ${left}, but the journal gives ${right}.`);
  }
}

/** In words, with fields by name: two records are compared, not the order in which they were made. */
export function inWords(value: unknown): string {
  return JSON.stringify(worded(value));
}

/** Before JSON sees it: a Buffer would spell itself otherwise than the bytes that it is. */
function worded(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(worded);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, worded(field)]));
}
