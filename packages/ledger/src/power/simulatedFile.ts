import { GrowingBytes } from "./growingBytes.ts";
import type { Random } from "./random.ts";

/** What a power cut may tear a write into. */
const sectorBytes = 512;

type Change =
  | { readonly kind: "write"; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: "resize"; readonly size: number };

/** How much of what was not synced a power cut leaves. */
const survivals = ["nothing", "all", "first", "few", "half", "most"] as const;
type Survival = (typeof survivals)[number];

const shares: Record<Exclude<Survival, "first">, number> = {
  nothing: 0,
  all: 1,
  few: 0.1,
  half: 0.5,
  most: 0.9,
};

/** Parts of a write as the disk makes them: each is there or not, whatever became of the others. */
function* sectors(offset: number, bytes: Uint8Array): Generator<[number, Uint8Array]> {
  let from = 0;
  while (from < bytes.length) {
    const length = Math.min(bytes.length - from, sectorBytes - ((offset + from) % sectorBytes));
    yield [offset + from, bytes.subarray(from, from + length)];
    from += length;
  }
}

/** A file whose writes are on the disk only after a sync: until then a power cut may take any of them. */
export class SimulatedFile {
  readonly name: string;
  /** SQLite's journals: their first sync is one of the folder as well (unixSync, UNIXFILE_DIRSYNC). */
  readonly syncsFolder: boolean;
  /** Whether its name survives a power cut: from the folder's next sync on. */
  linked = false;
  readonly #seen = new GrowingBytes();
  readonly #onDisk = new GrowingBytes();
  #unsynced: Change[] = [];

  constructor(name: string, syncsFolder: boolean) {
    this.name = name;
    this.syncsFolder = syncsFolder;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** A view of the content as programs see it; shorter than asked at the end of the file. */
  read(offset: number, length: number): Uint8Array {
    return this.#seen.slice(offset, offset + length);
  }

  write(offset: number, bytes: Uint8Array): void {
    this.#seen.write(offset, bytes);
    this.#unsynced.push({ kind: "write", offset, bytes });
  }

  resize(size: number): void {
    this.#seen.resize(size);
    this.#unsynced.push({ kind: "resize", size });
  }

  sync(): void {
    for (const change of this.#unsynced) this.#apply(change);
    this.#unsynced = [];
  }

  /** A sync that failed: the system takes what was to be written for written, and shows it until the power is cut. */
  dropUnsynced(): void {
    this.#unsynced = [];
  }

  /** The power is cut: some of what was not synced is there, in parts. Content is what the disk has. */
  lose(random: Random): void {
    const survival = random.pick(survivals);
    const kept = survival === "first" ? random.below(this.#unsynced.length + 1) : null;
    for (const [at, change] of this.#unsynced.entries()) {
      if (kept !== null) {
        if (at < kept) this.#apply(change);
      } else if (survival !== "first") this.#applyParts(change, shares[survival], random);
    }
    this.#unsynced = [];
    this.#seen.copyFrom(this.#onDisk);
  }

  #apply(change: Change): void {
    if (change.kind === "resize") this.#onDisk.resize(change.size);
    else this.#onDisk.write(change.offset, change.bytes);
  }

  #applyParts(change: Change, share: number, random: Random): void {
    if (change.kind === "resize") {
      if (random.chance(share)) this.#onDisk.resize(change.size);
      return;
    }
    for (const [offset, bytes] of sectors(change.offset, change.bytes)) {
      if (random.chance(share)) this.#onDisk.write(offset, bytes);
      else if (offset >= this.#onDisk.size && random.chance(0.2)) this.#grow(offset, bytes, random);
    }
  }

  /** The file became longer, and what should be there is not: something else is. */
  #grow(offset: number, { length }: Uint8Array, random: Random): void {
    const rubbish = new Uint8Array(length);
    random.fill(rubbish);
    this.#onDisk.write(offset, rubbish);
  }
}
