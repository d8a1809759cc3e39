import { u128, u128Bytes } from "../../journal/u128.ts";

/** An unsigned number of up to 128 bits in a column of type ANY: an INTEGER while it fits one, else 16 big-endian bytes. */
export type WideCell = bigint | Uint8Array;

const integerEnd = 1n << 63n;

/** The cell that holds `value`. */
export function toWideCell(value: bigint): WideCell {
  return value < integerEnd ? value : u128Bytes(value);
}

/** The number in such a cell. */
export function fromWideCell(cell: WideCell): bigint {
  return typeof cell === "bigint" ? cell : u128(cell);
}
