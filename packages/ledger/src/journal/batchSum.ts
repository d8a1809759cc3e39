import { crc32 } from "node:zlib";

/** What of a batch is stored beside its body. */
export interface BatchFacts {
  readonly numbers: readonly (bigint | number)[];
  readonly leaves: Uint8Array;
}

const sumBytes = 4;

function sumOf({ numbers, leaves }: BatchFacts, body: Uint8Array): number {
  const place = Buffer.allocUnsafe(8 * numbers.length);
  for (const [at, value] of numbers.entries()) place.writeBigInt64LE(BigInt(value), 8 * at);
  return crc32(body, crc32(leaves, crc32(place)));
}

/**
 * The body as it is stored: behind it a CRC-32 of everything in its row. SQLite notices a damaged page only
 * when its structure breaks; this is what notices damage inside an entry.
 */
export function withSum(facts: BatchFacts, body: Uint8Array): Uint8Array {
  const stored = Buffer.allocUnsafe(body.length + sumBytes);
  stored.set(body);
  stored.writeUInt32BE(sumOf(facts, body), body.length);
  return stored;
}

/** The body of what `withSum` stored, and whether it is what was written. */
export function withoutSum(
  facts: BatchFacts,
  stored: Uint8Array,
): { readonly body: Uint8Array; readonly intact: boolean } {
  if (stored.length < sumBytes) return { body: stored, intact: false };
  const body = stored.subarray(0, stored.length - sumBytes);
  const sum = new DataView(stored.buffer, stored.byteOffset + body.length, sumBytes).getUint32(0);
  return { body, intact: sum === sumOf(facts, body) };
}
