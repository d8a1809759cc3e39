import { damagedWayOut, LedgerDamaged } from "../../errors.ts";
import type { SqlIn } from "./driver.ts";

/** A stored row, as every connection reads it: integers are bigint. */
export interface Summed {
  readonly sum: bigint;
  /** Of the columns that never change, where those that do lie in a table of their own. */
  readonly facts_sum?: bigint;
}

const odd = 0x9e3779b1;
const wordEnd = 2 ** 32;

/** One changed 32-bit word always changes what comes out: each step can be undone. */
function mix(sum: number, word: number): number {
  const mixed = Math.imul(sum ^ word, odd);
  return mixed ^ (mixed >>> 15);
}

function mixInteger(sum: number, value: number | bigint): number {
  const small = Number(value);
  if (Number.isSafeInteger(small)) {
    return mix(mix(sum, small | 0), Math.floor(small / wordEnd) | 0);
  }
  const whole = BigInt(value);
  const low = Number(BigInt.asIntN(32, whole));
  return mix(mix(sum, low), Number(BigInt.asIntN(32, whole >> 32n)));
}

function mixBytes(sum: number, bytes: Uint8Array): number {
  let mixed = mix(sum, bytes.length);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    mixed = mix(mixed, (a << 24) | (b << 16) | (c << 8) | d);
  }
  for (; at < bytes.length; at += 1) mixed = mix(mixed, bytes[at] ?? 0);
  return mixed;
}

function mixText(sum: number, text: string): number {
  let mixed = mix(sum, text.length);
  for (let at = 0; at < text.length; at += 1) mixed = mix(mixed, text.charCodeAt(at));
  return mixed;
}

/**
 * The sum of a row's columns from the one at `from` on, stored as its last. SQLite notices a damaged page only when its structure breaks; a
 * balance in which a bit fell over is still a balance.
 */
export function rowSum(columns: readonly SqlIn[], from = 0): number {
  let sum = columns.length - from;
  for (let at = from; at < columns.length; at += 1) {
    const value = columns[at] ?? null;
    if (value === null) sum = mix(sum, odd);
    else if (typeof value === "string") sum = mixText(sum, value);
    else if (typeof value === "object") sum = mixBytes(sum, value);
    else sum = mixInteger(sum, value);
  }
  return sum | 0;
}

/**
 * Whether a row is what was written. What changes is summed with the row's number, which is all that joins it to
 * its facts; the other sums come without, because the number may be given when the row is.
 */
export function isWhole(row: object & Summed): boolean {
  let columns: SqlIn[] = [];
  let number: SqlIn = null;
  for (const [name, value] of Object.entries(row)) {
    if (name === "row") number = value as SqlIn;
    else if (name !== "sum" && name !== "facts_sum") columns.push(value as SqlIn);
    else {
      if (Number(value) !== rowSum(columns)) return false;
      columns = [number];
    }
  }
  return true;
}

/** The row that was looked for by `key`, or `LedgerDamaged`. */
export function wholeRow<Row extends object & Summed>(key: Uint8Array, row: Row): Row {
  const own = "id" in row ? row.id : "key" in row ? row.key : null;
  // A damaged index leads to somebody else's row.
  const isOwn = own instanceof Uint8Array && Buffer.compare(own, key) === 0;
  if (isOwn && isWhole(row)) return row;
  throw new LedgerDamaged(
    `What is stored under ${Buffer.from(key).toString("hex")} is damaged: it is not what was written. ${damagedWayOut}`,
  );
}
