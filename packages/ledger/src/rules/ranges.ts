/** 2^128−1, which TigerBeetle reserves as an id. */
export const u128Max = (1n << 128n) - 1n;

const u64Max = (1n << 64n) - 1n;

/** Whether `value` fits TigerBeetle's u128. */
export function isU128(value: bigint): boolean {
  return value >= 0n && value <= u128Max;
}

/** Whether `value` fits TigerBeetle's u64. */
export function isU64(value: bigint): boolean {
  return value >= 0n && value <= u64Max;
}

/** Whether `value` is a whole number from `min` to `max`. */
export function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
