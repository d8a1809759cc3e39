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

function plain(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return part.toString();
    return part instanceof Uint8Array ? Buffer.from(part).toString("hex") : part;
  });
}
