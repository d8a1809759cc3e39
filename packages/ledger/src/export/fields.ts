import { fromHex } from "@farthing/core";

/** A line is not what the format of an export says (specs/journal.md §4). The message says how, without a full stop. */
export class NotAnExport extends Error {
  override readonly name = "NotAnExport";
}

const u128Digits = 39;

/** The members of one JSON object of an export, each read as what it must be. */
export class Fields {
  readonly #members: ReadonlyMap<string, unknown>;

  /** Throws `NotAnExport` where `value` is no object. */
  constructor(value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new NotAnExport("an object is missing");
    }
    this.#members = new Map<string, unknown>(Object.entries(value));
  }

  /** The only member: what kind of line this is, and what it says. */
  only(): [name: string, value: unknown] {
    const [first] = this.#members;
    if (first === undefined || this.#members.size > 1) throw new NotAnExport("not one member");
    return first;
  }

  has(name: string): boolean {
    return this.#members.has(name) && this.#members.get(name) !== null;
  }

  raw(name: string): unknown {
    return this.#members.get(name);
  }

  text(name: string): string {
    const value = this.#members.get(name);
    return typeof value === "string" ? value : this.#wrong(name, "no text");
  }

  flag(name: string): boolean {
    const value = this.#members.get(name);
    return typeof value === "boolean" ? value : this.#wrong(name, "neither true nor false");
  }

  /** A whole number that JSON holds exactly, not negative. */
  count(name: string): number {
    const value = this.#members.get(name);
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    return this.#wrong(name, "no whole number");
  }

  /** A whole number as a text of digits: what JSON's numbers cannot hold. */
  whole(name: string): bigint {
    return wholeOf(this.#members.get(name)) ?? this.#wrong(name, "no digits");
  }

  base64(name: string): Uint8Array {
    const bytes = Buffer.from(this.text(name), "base64");
    return bytes.toString("base64") === this.text(name) ? bytes : this.#wrong(name, "no base64");
  }

  /** 32 bytes in hexadecimal. */
  hash(name: string): Uint8Array {
    return hashOf(this.#members.get(name)) ?? this.#wrong(name, "no hash");
  }

  hashes(name: string): Uint8Array[] {
    return this.list(name).map((each) => hashOf(each) ?? this.#wrong(name, "not all hashes"));
  }

  list(name: string): unknown[] {
    const value = this.#members.get(name);
    return Array.isArray(value) ? (value as unknown[]) : this.#wrong(name, "no list");
  }

  fields(name: string): Fields {
    return new Fields(this.#members.get(name));
  }

  #wrong(name: string, what: string): never {
    throw new NotAnExport(`\`${name}\` is ${what}`);
  }
}

/** The number that a text of digits spells, or `null`. */
export function wholeOf(value: unknown): bigint | null {
  if (typeof value !== "string" || value.length > u128Digits + 1) return null;
  return /^(0|-?[1-9][0-9]*)$/.test(value) ? BigInt(value) : null;
}

function hashOf(value: unknown): Uint8Array | null {
  const bytes = typeof value === "string" ? fromHex(value) : null;
  return bytes?.length === 32 ? bytes : null;
}
